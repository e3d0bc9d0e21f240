import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { atlantis, atlantisHost } from "../../../constructs/addons/central/atlantis.ts";
import { podSecurityOf } from "../../../constructs/addons/namespaces.ts";
import { type ChartKeys, unknownKeys } from "../chart-keys.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const { place } = samplePlace("aws", "mgmt");
const central = (overrides: Partial<AddonContext> = {}): AddonContext => sampleContext("aws", { place, ...overrides });
const settings = { appId: "200000", githubHost: "github.com", imageTag: "1.0.0", terraformHost: "app.terraform.io" };
const valuesOf = (context = central()) => atlantis.values?.(context, sampleIdentity) as Record<string, Record<string, unknown>>;
const secretsOf = (context = central()) => atlantis.secrets?.(context) ?? [];
const known: ChartKeys = JSON.parse(readFileSync("__tests__/addons/charts/atlantis.json", "utf8"));
const server = parse(readFileSync("atlantis/server.yaml", "utf8"));

interface Route {
  readonly match?: readonly { readonly uri: Record<string, string>; readonly method?: Record<string, string> }[];
  readonly route?: readonly { readonly destination: { readonly host: string; readonly port: { readonly number: number } } }[];
  readonly directResponse?: { readonly status: number };
}
const virtualService = () => {
  const [found] = (atlantis.resources?.(central(), sampleIdentity) ?? []) as (Manifest & {
    spec: { hosts: string[]; gateways: string[]; http: Route[] };
  })[];
  if (found === undefined) throw new Error("atlantis: has no route");
  return found;
};

describe("where Atlantis runs", () => {
  it("is the central place, once there is a GitHub App", () => {
    expect(atlantis.appliesTo?.(central())).toBe(true);
    expect(atlantis.appliesTo?.(central({ atlantis: undefined }))).toBe(false);
    expect(atlantis.appliesTo?.(sampleContext("aws"))).toBe(false);
    expect(atlantis.appliesTo?.(central({ central: undefined }))).toBe(false);
  });

  it("is wherever the central services are, whatever the environment is called", () => {
    const prod = samplePlace("aws", "prod");
    expect(atlantis.appliesTo?.(sampleContext("aws", { central: prod }))).toBe(true);
  });

  it("is refused without what it runs from", () => {
    expect(() => valuesOf(central({ registry: undefined }))).toThrow("mgmt-aws-use1: addons.atlantis: has no registry with its image");
    expect(() => valuesOf(central({ atlantis: undefined }))).toThrow("mgmt-aws-use1: addons.atlantis: has no GitHub App to act as");
  });
});

describe("what Atlantis is told", () => {
  it("is nothing that the chart does not know", () => {
    expect(unknownKeys(valuesOf(), known)).toEqual([]);
    expect(known).toMatchObject({ chart: atlantis.chart?.name, version: atlantis.chart?.version });
  });

  it("is the image of this repository, under the configured tag, and the settings in it", () => {
    expect(valuesOf().image).toMatchObject({ repository: "<registry.address>/atlantis", tag: "1.0.0" });
    expect(valuesOf().extraArgs).toEqual(["--config=/opt/atlantis/server.yaml"]);
    expect(readFileSync("atlantis/Dockerfile", "utf8")).toContain('CMD ["server", "--config=/opt/atlantis/server.yaml"]');
    for (const key of ["config", "repoConfig", "environment", "command", "defaultTFVersion", "allowForkPRs"])
      expect(valuesOf()).not.toHaveProperty(key);
  });

  it("is the same repository as in the image, since the chart's word is the last", () => {
    expect(valuesOf().orgAllowlist).toBe(server["repo-allowlist"]);
  });

  it("is its own address and the App it is", () => {
    expect(valuesOf().atlantisUrl).toBe("https://atlantis.mgmt-aws-use1.example.com");
    expect(valuesOf().githubApp).toEqual({ id: "200000" });
  });
});

describe("what Atlantis may", () => {
  it("comes as Secrets of the place's store: the App's key, the webhook's secret, HCP Terraform's token", () => {
    expect(secretsOf()).toEqual([
      { name: "atlantis-github", keys: { "key.pem": "atlantis-github-app-key", github_secret: "atlantis-github-webhook-secret" } },
      { name: "atlantis-terraform", keys: { TF_TOKEN_app_terraform_io: "atlantis-tfe-token" } },
    ]);
    expect(valuesOf().vcsSecretName).toBe("atlantis-github");
    expect(valuesOf().loadEnvFromSecrets).toEqual(["atlantis-terraform"]);
  });

  it("names the token's variable after the host as terraform reads it", () => {
    const [, token] = secretsOf(central({ atlantis: { ...settings, terraformHost: "tfe.my-acme.com" } }));
    expect(Object.keys(token?.keys ?? {})).toEqual(["TF_TOKEN_tfe_my__acme_com"]);
  });

  it("is nothing in the cluster or the cloud", () => {
    expect(atlantis.identity).toBeUndefined();
    expect(valuesOf().serviceAccount).toEqual({ create: true, mount: false });
    expect(valuesOf().enableKubernetesBackend).toBe(false);
  });

  it("is little on its node: not root, no capability, nothing written but volumes", () => {
    expect(podSecurityOf(atlantis.namespace)).toBe("restricted");
    expect(valuesOf().containerSecurityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(valuesOf().statefulSet?.securityContext).toMatchObject({
      runAsUser: 100,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });
});

describe("how Atlantis stays up", () => {
  it("is once, on a volume, with probes, requests and a limit", () => {
    const { replicaCount, volumeClaim, livenessProbe, readinessProbe, resources } = valuesOf();
    expect(replicaCount).toBe(1);
    expect(volumeClaim).toEqual({ enabled: true, dataStorage: "20Gi", storageClassName: "block-standard" });
    for (const probe of [livenessProbe, readinessProbe]) expect(probe).toMatchObject({ enabled: true });
    expect(resources).toEqual({ requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "4Gi" } });
  });
});

describe("how Atlantis is reached", () => {
  const { spec } = virtualService();
  const [events, otherEvents, pages] = spec.http;

  it("is by the public gateway, under a name of the central place", () => {
    expect(spec.hosts).toEqual([atlantisHost(place, "example.com")]);
    expect(spec.gateways).toEqual(["istio-ingress/public"]);
    expect(valuesOf().service).toEqual({ type: "ClusterIP" });
    expect(valuesOf().ingress).toEqual({ enabled: false });
  });

  it("is for GitHub at /events only, and there only as GitHub comes: everybody gets through Access to that path", () => {
    expect(events?.match).toEqual([{ uri: { exact: "/events" }, method: { exact: "POST" } }]);
    expect(events?.route?.[0]?.destination).toEqual({ host: "atlantis.atlantis.svc.cluster.local", port: { number: 80 } });
    expect(otherEvents).toMatchObject({ match: [{ uri: { prefix: "/events" } }], directResponse: { status: 404 } });
    expect(otherEvents).not.toHaveProperty("route");
  });

  it("is for people everywhere else", () => {
    expect(pages).not.toHaveProperty("match");
    expect(pages?.route).toEqual(events?.route);
    expect(spec.http).toHaveLength(3);
  });
});
