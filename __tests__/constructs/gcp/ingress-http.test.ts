import { describe, expect, it } from "vitest";
import { loadEstate } from "../../../config/load.ts";
import { gatewayHosts } from "../../../constructs/addons/mesh/gateway-certificate.ts";
import { clouds } from "../../../constructs/clouds/index.ts";
import { outputName } from "../../../constructs/contract.ts";
import { edgeContract } from "../../../constructs/edge/contract.ts";
import { addressKinds, type IngressProps, ingressContract } from "../../../constructs/ingress/contract.ts";
import { catalog } from "../../../stacks/catalog.ts";
import type { PlacedSpec, StackSpec } from "../../../stacks/stack-spec.ts";
import { samplePlace } from "../../addons/sample-context.ts";
import { type StackJson, synthesized } from "../../estate.ts";
import { all, get, one } from "./variants.ts";

type Environment = "prod" | "staging";
type Rule = Record<"action" | "priority" | "match" | "description", unknown>;

/** Stacks of an environment that is on Google Cloud only, with further regions. */
function stacksOf(name: Environment, origin: "l4" | "tunnel" | "l7-native", ...regions: string[]): StackSpec[] {
  const estate = loadEstate("config");
  const environment = estate.environments[name] as NonNullable<(typeof estate.environments)["prod"]>;
  const gcp = environment.clouds.gcp as NonNullable<typeof environment.clouds.gcp>;
  const settings = gcp.regions["us-east4"] as (typeof gcp.regions)[string];
  const changed = {
    ...environment,
    clouds: { gcp: { ...gcp, regions: { ...gcp.regions, ...Object.fromEntries(regions.map((region) => [region, settings])) } } },
    traffic: { ...environment.traffic, origin },
  };
  const stacks = catalog({ ...estate, environments: { ...estate.environments, [name]: changed } } as typeof estate);
  return stacks.filter(({ environment: of, id }) => of === name && id.startsWith(`${name}-gcp-`));
}
const find = (stacks: StackSpec[], id: string) => stacks.find((stack) => stack.id === id) as PlacedSpec;
const specs = stacksOf("prod", "l7-native");
const prod = synthesized(find(specs, "prod-gcp-use4-network"));
const staging = synthesized(find(stacksOf("staging", "l7-native"), "staging-gcp-use4-network"));
const name = "acme-prod-gcp-use4-edge";
const shared = "projects/acme-prod/locations/global/dnsAuthorizations/acme-prod-any-";

const managed = (stack: StackJson) => (one(stack, "certificate_manager_certificate").managed as Record<string, string[]>[])[0] ?? {};
const records = (stack: StackJson) => (stack.resource.cloudflare_dns_record ?? {}) as unknown as Record<string, Record<string, unknown>>;

describe("a web load balancer of the cloud's own, on gcp", () => {
  it("gives what every way in gives", () => {
    const given = Object.keys(prod.output ?? {}).filter((output) => output.startsWith("ingress__"));
    expect(given.sort()).toEqual(
      Object.keys(ingressContract.fields)
        .map((field) => outputName(ingressContract, field))
        .sort(),
    );
    expect(prod.output).toMatchObject({
      ingress__address: { value: "${google_compute_global_address.Ingress_PublicAddress.address}" },
      ingress__address_kind: { value: addressKinds["l7-native"].gcp },
      ingress__internal_address: { value: "10.208.63.250" },
    });
  });

  it("is of parts that the cluster finds by one name", () => {
    expect(prod.output?.ingress__binding_id?.value).toBe(name);
    for (const type of ["compute_global_address", "certificate_manager_certificate_map", "compute_security_policy", "compute_ssl_policy"])
      expect(one(prod, type).name).toBe(name);
  });

  it("has one address, which is kept where the environment is protected", () => {
    expect(one(prod, "compute_global_address")).toMatchObject({ address_type: "EXTERNAL", lifecycle: { prevent_destroy: true } });
    expect(one(staging, "compute_global_address")).toMatchObject({ lifecycle: { prevent_destroy: false } });
    const external = Object.entries(all(prod, "compute_address")).filter(([id]) => id.startsWith("Ingress"));
    expect(external.map(([id, { address_type }]) => [id, address_type])).toEqual([["Ingress_InternalAddress", "INTERNAL"]]);
  });

  it("speaks TLS 1.2 and newer, with forward secrecy", () => {
    expect(one(prod, "compute_ssl_policy")).toMatchObject({ profile: "RESTRICTED", min_tls_version: "TLS_1_2" });
  });
});

describe("its firewall", () => {
  const policy = one(prod, "compute_security_policy");
  const rules = policy.rule as Rule[];
  const { for_each, iterator, content } = (policy.dynamic as { rule: { for_each: string; iterator: string; content: Rule } }).rule;
  const lastOf = (found: Rule[]) => Math.max(...found.map(({ priority }) => priority as number));

  it("admits the edge's ranges, ten to a rule, and nobody else", () => {
    expect(for_each).toBe("${chunklist(data.cloudflare_ip_ranges.EdgeRanges.ipv4_cidrs, 10)}");
    expect(content).toMatchObject({
      action: "allow",
      priority: `\${1000 + ${iterator}.key}`,
      match: [{ versioned_expr: "SRC_IPS_V1", config: [{ src_ip_ranges: `\${${iterator}.value}` }] }],
    });
    expect(rules.filter(({ action }) => action !== "deny(403)")).toEqual([]);
    expect(rules.at(-1)).toMatchObject({
      priority: 2147483647,
      match: [{ versioned_expr: "SRC_IPS_V1", config: [{ src_ip_ranges: ["*"] }] }],
    });
  });

  it("refuses known attacks before it asks who sends them", () => {
    const known = rules.slice(0, -1);
    const expressions = known.map(({ match }) => (match as { expr: { expression: string }[] }[])[0]?.expr[0]?.expression);
    for (const attack of ["cve-canary", "sqli", "xss", "lfi", "rfi", "rce", "protocolattack", "scannerdetection"])
      expect(expressions.filter((expression) => expression?.includes(`'${attack}`))).toHaveLength(1);
    for (const expression of expressions)
      expect(expression).toMatch(/^evaluatePreconfiguredWaf\('[a-z]+-(v33-stable|canary)', \{'sensitivity': 1\}\)$/);
    expect(known.map((rule) => "preview" in rule)).not.toContain(true);
    expect(new Set(known.map(({ priority }) => priority)).size).toBe(known.length);
    expect(lastOf(known)).toBeLessThan(1000);
  });

  it("leaves a record of all it decides, as long as others are kept, without what requests carry", () => {
    const filter = `resource.type="http_load_balancer" AND jsonPayload.enforcedSecurityPolicy.name="${name}"`;
    expect(get(prod, "logging_project_sink", "Ingress_Firewall_Logs_Sink").filter).toBe(filter);
    const { retention_days } = get(prod, "logging_project_bucket_config", "Network_Logs");
    expect(get(prod, "logging_project_bucket_config", "Ingress_Firewall_Logs")).toMatchObject({
      retention_days,
      cmek_settings: [{ kms_key_name: "${google_kms_crypto_key.Ingress_Firewall_Logs_Key.id}" }],
    });
    expect(policy.advanced_options_config).toEqual([{ json_parsing: "STANDARD", log_level: "NORMAL" }]);
  });
});

describe("its certificate", () => {
  it.each(["prod", "staging"] as const)(
    "of %s is for the names that the gateway answers to, each with an entry of its own",
    (environment) => {
      const stack = environment === "prod" ? prod : staging;
      const settings = { domain: "example.com", place: samplePlace("gcp", environment).place, identityProvider: "okta" };
      const expected = gatewayHosts(settings as never);
      expect(managed(stack).domains).toEqual(expected);
      const entries = Object.values(all(stack, "certificate_manager_certificate_map_entry"));
      expect(new Set(entries.map(({ hostname }) => hostname))).toEqual(new Set(expected));
      for (const { certificates, matcher } of entries)
        expect([certificates, matcher]).toEqual([["${google_certificate_manager_certificate.Ingress_Certificate.id}"], undefined]);
    },
  );

  it("is proven by a record of each name, apart from cert-manager's own, and asked for when they are there", () => {
    const authorizations = all(prod, "certificate_manager_dns_authorization");
    expect(new Set(Object.values(authorizations).map(({ domain }) => `*.${domain}`))).toEqual(new Set(managed(prod).domains));
    for (const { type } of Object.values(authorizations)) expect(type).toBe("PER_PROJECT_RECORD");
    for (const id of Object.keys(authorizations)) {
      const asked = (field: string) =>
        `\${trimsuffix(google_certificate_manager_dns_authorization.${id}.dns_resource_record[0].${field}, ".")}`;
      expect(Object.values(records(prod)).filter(({ name: of }) => of === asked("name"))).toMatchObject([
        { type: "CNAME", proxied: false, content: asked("data") },
      ]);
    }
    const waits = new Set(one(prod, "certificate_manager_certificate").depends_on as string[]);
    expect(waits).toEqual(new Set(Object.keys(records(prod)).map((id) => `cloudflare_dns_record.${id}`)));
  });

  it("gives way to another under a name of that one's own, as one in use cannot be taken away", () => {
    const certificate = one(prod, "certificate_manager_certificate");
    expect(certificate).toMatchObject({ name: expect.stringMatching(`^${name}-[0-9a-f]{4}$`), lifecycle: { create_before_destroy: true } });
  });

  it("of a second place is for all its names as well, of which the first has authorized those they share", () => {
    const central = synthesized(find(stacksOf("prod", "l7-native", "us-central1"), "prod-gcp-usc1-network"));
    expect(Object.keys(records(central))).toEqual(["Ingress_Certificate_Proof_AnyProdGcpUsc1ExampleCom"]);
    const own = "${google_certificate_manager_dns_authorization.Ingress_Certificate_AnyProdGcpUsc1ExampleCom.id}";
    expect(managed(central).dns_authorizations).toEqual([own, `${shared}prod-example-com`, `${shared}example-com`]);
    const made = Object.values(all(prod, "certificate_manager_dns_authorization")).map((authorization) => authorization.name);
    for (const id of managed(central).dns_authorizations?.slice(1) ?? []) expect(made).toContain(id.split("/").at(-1));
    expect(one(central, "certificate_manager_certificate").name).not.toBe(one(prod, "certificate_manager_certificate").name);
  });
});

describe("what it takes", () => {
  it("is the edge's zone and leave to write to it, and nothing of a person", () => {
    const web = find(specs, "prod-gcp-use4-network");
    expect(web.credentials).toEqual(["gcp", "cloudflare"]);
    expect(web.consumes).toContainEqual({ id: "global-edge", publishes: [edgeContract.name] });
    expect(prod).not.toHaveProperty("variable");
  });

  it("is the API of certificates, and leave to use it, in the account", () => {
    const account = synthesized(find(specs, "prod-gcp-account"));
    const services = (stack: StackJson) => Object.values(all(stack, "project_service")).map(({ service }) => service);
    const roles = (stack: StackJson) => Object.values(all(stack, "project_iam_member")).map(({ role, member }) => [role, member]);
    expect(services(account)).toContain("certificatemanager.googleapis.com");
    expect(roles(account)).toContainEqual([
      "roles/certificatemanager.viewer",
      "serviceAccount:${google_service_account.Account_Plan.email}",
    ]);
    expect(roles(account)).toContainEqual([
      "roles/certificatemanager.owner",
      "serviceAccount:${google_service_account.Account_Apply.email}",
    ]);
  });

  it.each(["l4", "tunnel"] as const)("is nothing of it in a place reached by %s", (origin) => {
    const stacks = stacksOf("prod", origin);
    const text = ["prod-gcp-account", "prod-gcp-use4-network", "prod-gcp-use4-platform"].map((id) =>
      JSON.stringify(synthesized(find(stacks, id))),
    );
    for (const trace of ["certificatemanager", "certificate_manager", "security_policy", "global_address", "gke-l7", "GCPBackendPolicy"])
      expect(text.filter((json) => json.includes(trace))).toEqual([]);
  });

  it("is its names: without them it is refused", () => {
    const props = { place: samplePlace("gcp").place, mode: "l7-native" } as IngressProps;
    expect(() => clouds.gcp.ingress(undefined as never, "Ingress", props)).toThrow("got no front");
  });
});

it("every stack of the environment can be made", () => {
  for (const spec of specs) expect(Object.keys(synthesized(spec).resource)).not.toEqual([]);
  const platform = JSON.stringify(synthesized(find(specs, "prod-gcp-use4-platform")));
  expect(platform).toContain("gke-l7-global-external-managed");
});
