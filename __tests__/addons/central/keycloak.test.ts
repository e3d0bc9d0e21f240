import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { keycloak } from "../../../constructs/addons/central/keycloak.ts";
import { keycloakDatabase } from "../../../constructs/addons/central/keycloak-database.ts";
import { keycloakRealm } from "../../../constructs/addons/central/keycloak-realm.ts";
import { gatewayHosts } from "../../../constructs/addons/mesh/gateway-certificate.ts";
import { podSecurityOf } from "../../../constructs/addons/namespaces.ts";
import { yamlOf } from "../../../constructs/addons/values.ts";
import { signInApplications } from "../../../constructs/sso/applications.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const here = samplePlace("aws", "mgmt");
const central = (overrides: Partial<AddonContext> = {}) =>
  sampleContext("aws", { place: here.place, places: [here], databaseLogins: ["keycloak"], ...overrides });
const context = central();
const addons = [keycloakDatabase, keycloak, keycloakRealm];

// biome-ignore lint/suspicious/noExplicitAny: a test names the one path it is about.
type FreeForm = any;
const valuesOf = (from: AddonContext): FreeForm => keycloak.values?.(from, sampleIdentity);
const values = valuesOf(context);
const objects = (addon: Addon, from = context): readonly Manifest[] => addon.resources?.(from, sampleIdentity) ?? [];
const object = (addon: Addon, kind: string, name?: string, from = context): FreeForm =>
  objects(addon, from).find((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
const environment: { name: string; value?: string; valueFrom?: object }[] = parse(values.extraEnv);
const variable = (name: string) => environment.find((one) => one.name === name);
const podsOf = (cronJob: FreeForm): FreeForm => cronJob.spec.jobTemplate.spec.template.spec;

describe("whether keycloak runs", () => {
  const applies = (from: AddonContext) => addons.map((addon) => addon.appliesTo?.(from));

  it("is in the central place, with its data in the database there", () => {
    expect(applies(context)).toEqual([true, true, true]);
    expect(applies(sampleContext("aws"))).toEqual([false, false, false]);
    const { engine: _, ...without } = here;
    expect(applies(central({ central: without }))).toEqual([false, false, false]);
  });

  it("is not where okta signs people in, and nobody answers to its name", () => {
    const okta = central({ identityProvider: "okta" });
    expect(applies(okta)).toEqual([false, false, false]);
    expect(gatewayHosts(context)).toContain("id.example.com");
    expect(gatewayHosts(okta)).not.toContain("id.example.com");
  });

  it("has its name on the gateway's certificate once, and in no other place's", () => {
    const prod = samplePlace("aws");
    const hosts = gatewayHosts(central({ place: prod.place, places: [prod], central: prod }));
    expect(hosts).toContain("*.example.com");
    expect(hosts).not.toContain("id.example.com");
    expect(gatewayHosts(sampleContext("aws", { place: samplePlace("aws", "dev").place }))).not.toContain("id.example.com");
  });
});

describe("keycloak", () => {
  it("runs more than once where that is wanted, and its pods find each other in the database", () => {
    expect([values.replicas, valuesOf(central({ highAvailability: false })).replicas]).toEqual([2, 1]);
    expect(values.podDisruptionBudget).toEqual({ maxUnavailable: 1 });
    expect([values.cache.stack, variable("KC_CACHE")?.value, variable("KC_CACHE_STACK")?.value]).toEqual(["custom", "ispn", "jdbc-ping"]);
  });

  it("talks to the database it knows the authority of, as whom vault made", () => {
    expect(values.database).toMatchObject({
      ...{ vendor: "postgres", hostname: context.database?.host, port: context.database?.port },
      ...{ database: "keycloak", username: "keycloak", existingSecret: "keycloak-database", existingSecretKey: "password" },
    });
    const [mount] = parse(values.extraVolumeMounts);
    expect(variable("KC_DB_URL_PROPERTIES")?.value).toBe(`?sslmode=verify-full&sslrootcert=${mount.mountPath}/ca.crt`);
    expect(parse(values.extraVolumes)).toEqual([{ name: mount.name, configMap: { name: "keycloak-database" } }]);
    expect(object(keycloakDatabase, "ConfigMap").binaryData["ca.crt"]).toBeDefined();
  });

  it("is sound in YAML with what Terraform fills in", () => {
    const text = yamlOf(values).replace(/\$\{[^}]*\}/g, "0");
    expect(parse(text).extraEnv).toBe(values.extraEnv);
  });

  it("can do nothing on its node", () => {
    expect(podSecurityOf("keycloak")).toBe("restricted");
    expect(values.securityContext).toMatchObject({
      ...{ runAsNonRoot: true, allowPrivilegeEscalation: false },
      capabilities: { drop: ["ALL"] },
    });
    expect(values.podSecurityContext.seccompProfile).toEqual({ type: "RuntimeDefault" });
    expect(values.serviceAccount.automountServiceAccountToken).toBe(false);
    expect(values.resources).toMatchObject({ requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "2Gi" } });
  });

  it("is administered by a client whose secret is in the store", () => {
    const [need] = keycloak.secrets?.(context) ?? [];
    expect(need?.keys).toEqual({ "client-secret": "keycloak-administrator-client-secret" });
    expect(variable("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET")?.valueFrom).toEqual({ secretKeyRef: { name: need?.name, key: "client-secret" } });
    expect(values.extraEnv).not.toMatch(/KC_BOOTSTRAP_ADMIN_(USERNAME|PASSWORD)/);
  });
});

describe("the ways to keycloak", () => {
  const paths = (name: string): string[] =>
    object(keycloak, "VirtualService", name).spec.http.flatMap((rule: FreeForm) =>
      rule.route ? rule.match.map(({ uri }: FreeForm) => uri.prefix) : [],
    );

  it("are a name of its own for signing in, without any console, and the realm `master` for nobody", () => {
    expect(object(keycloak, "DNSEndpoint").spec.endpoints).toEqual([
      { dnsName: "id.example.com", recordType: "CNAME", targets: [context.ingress.address] },
    ]);
    expect(object(keycloak, "VirtualService", "keycloak").spec.hosts).toEqual(["id.example.com"]);
    expect(variable("KC_HOSTNAME")?.value).toBe("https://id.example.com");
    expect(paths("keycloak")).toEqual(["/realms/platform/", "/resources/"]);
  });

  it("are the place's name for the console", () => {
    expect(object(keycloak, "VirtualService", "keycloak-console").spec.hosts).toEqual(["keycloak.mgmt-aws-use1.example.com"]);
    expect(variable("KC_HOSTNAME_ADMIN")?.value).toBe("https://keycloak.mgmt-aws-use1.example.com");
    expect(paths("keycloak-console")).toEqual(["/realms/platform/", "/resources/", "/admin/"]);
  });

  it("let no program register itself, before anything else", () => {
    for (const name of ["keycloak", "keycloak-console"])
      expect(object(keycloak, "VirtualService", name).spec.http[0]).toEqual({
        match: [{ uri: { prefix: "/realms/platform/clients-registrations" } }],
        directResponse: { status: 404 },
      });
  });
});

describe("the login of the database", () => {
  it("is read from Vault by an account that can read nothing else, and kept nowhere but in the Secret", () => {
    const { path, method, provider } = object(keycloakDatabase, "VaultDynamicSecret").spec;
    expect([path, method, provider.server]).toEqual(["database/static-creds/mgmt-aws-use1-keycloak", "GET", "https://vault.example.com"]);
    expect(provider.auth.jwt).toMatchObject({ path: "jwt/acme-mgmt-aws-use1", role: "keycloak" });
    const account = object(keycloakDatabase, "ServiceAccount");
    expect(provider.auth.jwt.kubernetesServiceAccountToken).toEqual({
      ...{ serviceAccountRef: { name: account.metadata.name }, audiences: ["vault"], expirationSeconds: 600 },
    });
    expect(account.metadata.namespace).toBe("keycloak");
  });

  it("changes the Secret when the password changes and not before", () => {
    const { spec } = object(keycloakDatabase, "ExternalSecret");
    expect(spec.dataFrom[0].sourceRef.generatorRef).toMatchObject({ kind: "VaultDynamicSecret", name: "keycloak-database" });
    expect(spec.target.template.data).toEqual({ password: "{{ .password }}", rotated: "{{ .last_vault_rotation }}" });
    expect(Object.keys(spec.target.template.data)).toContain(values.database.existingSecretKey);
  });

  it("is there before the pods that wait for it", () => {
    expect(keycloak.after).toContain("keycloak-database");
  });

  it("once changed has pods start anew, by a job that can restart them alone and read that Secret alone", () => {
    const { rules } = object(keycloak, "Role", "keycloak-restart");
    expect(rules).toEqual([
      { apiGroups: [""], resources: ["secrets"], resourceNames: ["keycloak-database"], verbs: ["get"] },
      { apiGroups: ["apps"], resources: ["statefulsets"], resourceNames: [values.fullnameOverride], verbs: ["get", "patch"] },
    ]);
    expect(objects(keycloak).filter(({ kind }) => kind.startsWith("ClusterRole"))).toEqual([]);
    const script: string = object(keycloak, "ConfigMap", "keycloak-restart").data["job.sh"];
    expect(script).toContain('if [ -z "$rotated" ] || [ "$rotated" = "$seen" ]; then exit 0; fi');
    expect(script).toContain("patch statefulset keycloak");
    // Connections that are there outlive the change until the pods start anew: all are made at the start.
    const sizes = ["INITIAL", "MIN", "MAX"].map((which) => variable(`KC_DB_POOL_${which}_SIZE`)?.value);
    expect(new Set(sizes).size).toBe(1);
  });
});

describe("the realm's job", () => {
  const job = object(keycloakRealm, "CronJob");
  const [container] = podsOf(job).containers;

  it("applies the realm again and again, after keycloak is there", () => {
    expect([job.spec.schedule, job.spec.concurrencyPolicy]).toEqual(["*/15 * * * *", "Forbid"]);
    expect(keycloakRealm.after).toContain("keycloak");
    const file: string = container.env.find(({ name }: FreeForm) => name === "IMPORT_FILES_LOCATIONS").value;
    expect(file).toBe(container.volumeMounts[0].mountPath);
    expect(JSON.parse(object(keycloakRealm, "ConfigMap").data[container.volumeMounts[0].subPath])).toMatchObject({ realm: "platform" });
  });

  it("fills in every secret the realm names, of every place's applications", () => {
    const text: string = object(keycloakRealm, "ConfigMap").data["platform.json"];
    const named = [...text.matchAll(/\$\(env:(\w+)\)/g)].map(([, name]) => name);
    const [need] = keycloakRealm.secrets?.(context) ?? [];
    expect(Object.keys(need?.keys ?? {})).toEqual(named);
    expect(container.envFrom).toEqual([{ secretRef: { name: need?.name } }]);
    const applications = signInApplications({ ...context, central: here, places: context.estate });
    expect(Object.values(need?.keys ?? {})).toEqual(applications.flatMap(({ secret }) => secret ?? []));
    for (const { id } of context.estate) expect(text).toContain(`https://argocd.${id}.example.com/auth/callback`);
  });

  it("never takes away people's groups, and is nobody in the cluster", () => {
    const settings = Object.fromEntries(container.env.map(({ name, value }: FreeForm) => [name, value]));
    expect([settings.IMPORT_MANAGED_GROUP, settings.IMPORT_VARSUBSTITUTION_ENABLED]).toEqual(["no-delete", "true"]);
    expect(podsOf(job)).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
    expect(container.image).toMatch(/:\d+\.\d+\.\d+-26\.5\.\d+$/);
  });
});
