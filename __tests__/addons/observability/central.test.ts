import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { grafana } from "../../../constructs/addons/observability/grafana.ts";
import { thanosGlobal } from "../../../constructs/addons/observability/thanos-global.ts";
import { oktaSignIn } from "../../../constructs/sso/sign-in.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";
import { valuesOf } from "./catalog.ts";

const here = samplePlace("aws", "mgmt");
const context = sampleContext("aws", { place: here.place, places: [here] });
const others = context.estate.filter(({ id }) => id !== here.id);
const query = (from: AddonContext = context) => valuesOf(thanosGlobal, from);
const values = valuesOf(grafana, context);

interface Endpoint {
  address: string;
  client_config: { server_name?: string; tls_config: { enabled: boolean } };
}
const endpoints = (from: AddonContext = context): Endpoint[] =>
  JSON.parse(query(from).query.extraArgs[0].replace("--endpoint.sd-config=", "")).endpoints;

interface Source {
  name: string;
  uid: string;
  url: string;
  isDefault?: boolean;
  jsonData?: { tracesToLogsV2?: { datasourceUid: string } };
}
const sources: Source[] = values.datasources["datasources.yaml"].datasources;

describe("the global query", () => {
  it("asks every place once: others at their internal address with TLS in their name, its own within the cluster", () => {
    expect(endpoints()).toHaveLength(context.estate.length);
    for (const place of others)
      expect(endpoints()).toContainEqual({
        address: `${place.internalAddress}:10901`,
        client_config: { server_name: `metrics.${place.id}.example.com`, tls_config: { enabled: true } },
      });
    expect(endpoints().filter(({ client_config }) => !client_config.tls_config.enabled)).toEqual([
      { address: "thanos-query.observability.svc.cluster.local:10901", client_config: { tls_config: { enabled: false } } },
    ]);
  });

  it("answers with what it has when a place does not", () => {
    expect(query().query.extraArgs).toContain("--query.partial-response");
  });

  it("follows the estate", () => {
    expect(endpoints(sampleContext("aws", { place: here.place, estate: [here] }))).toHaveLength(1);
  });

  it("keeps nothing itself", () => {
    expect([query().storeGateway.enabled, query().objstoreConfig.create, query().queryFrontend.enabled]).toEqual([false, false, true]);
  });
});

describe("grafana", () => {
  it("has metrics of all clusters at once, and logs and traces of each", () => {
    expect(sources).toHaveLength(1 + 2 * context.estate.length);
    expect(new Set(sources.map(({ uid }) => uid)).size).toBe(sources.length);
    expect(sources.filter(({ isDefault }) => isDefault).map(({ url }) => url)).toEqual([
      "http://thanos-global-query-frontend.central.svc.cluster.local:10902",
    ]);
    for (const { jsonData } of sources)
      if (jsonData?.tracesToLogsV2) expect(sources.map(({ uid }) => uid)).toContain(jsonData.tracesToLogsV2.datasourceUid);
  });

  it("asks other places by name with TLS, and knows the addresses of the names", () => {
    const known = Object.fromEntries(
      values.hostAliases.flatMap(({ ip, hostnames }: { ip: string; hostnames: string[] }) => hostnames.map((name) => [name, ip])),
    );
    for (const place of others) {
      const urls = sources.filter(({ name }) => name.endsWith(place.id)).map(({ url }) => new URL(url));
      expect(urls.map(({ protocol, port }) => `${protocol}${port}`)).toEqual(["https:3100", "https:3200"]);
      for (const { hostname } of urls) expect(known[hostname]).toBe(place.internalAddress);
    }
    expect(JSON.stringify(values.hostAliases)).not.toContain(here.internalAddress);
    expect(sources.find(({ uid }) => uid === `logs-${here.id}`)?.url).toBe("http://loki-gateway.observability.svc.cluster.local:80");
  });

  it("lets in whom the identity provider vouches for, and nobody by password", () => {
    const ini = values["grafana.ini"];
    expect([ini.auth.disable_login_form, ini["auth.basic"].enabled]).toEqual([true, false]);
    expect(ini["auth.generic_oauth"]).toMatchObject({ enabled: true, use_pkce: true, role_attribute_strict: true });
    expect(ini["auth.generic_oauth"].role_attribute_path).toBe(
      "contains(groups[*], 'platform-administrators') && 'GrafanaAdmin' || contains(groups[*], 'platform-operators') && 'Editor' || " +
        "contains(groups[*], 'developers') && 'Viewer' || contains(groups[*], 'auditors') && 'Viewer'",
    );
    expect(values.env.GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION).toBe("true");
    expect(values.envFromSecret).toBe("grafana-oidc");
    expect(grafana.secrets?.(context).map(({ name }) => name)).toEqual(["grafana-oidc"]);
  });

  it("asks whoever signs people in", () => {
    const endpoints = (from: AddonContext) => {
      const { auth_url, token_url, api_url, scopes } = valuesOf(grafana, from)["grafana.ini"]["auth.generic_oauth"];
      return [auth_url, token_url, api_url, scopes];
    };
    const keycloak = "https://id.example.com/realms/platform/protocol/openid-connect";
    expect(endpoints(context)).toEqual([`${keycloak}/auth`, `${keycloak}/token`, `${keycloak}/userinfo`, "openid profile email groups"]);
    const okta = oktaSignIn("acme.okta.com");
    expect(endpoints({ ...context, signIn: okta })).toEqual([okta.authorization, okta.token, okta.userInfo, okta.scopes]);
  });

  it("may read ConfigMaps of the cluster, and no Secrets", () => {
    const role = grafana.resources?.(context, sampleIdentity).find(({ kind }) => kind === "ClusterRole");
    expect(values.rbac.useExistingClusterRole).toBe(role?.metadata.name);
    expect(role?.rules).toEqual([{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }]);
    expect(values.sidecar.dashboards.resource).toBe("configmap");
  });

  it("is one process with one volume, at an address that the gateway has a certificate for", () => {
    expect([values.replicas, values.persistence.enabled, values.deploymentStrategy.type]).toEqual([1, true, "Recreate"]);
    const route = grafana.resources?.(context, sampleIdentity).find(({ kind }) => kind === "VirtualService");
    expect(route?.spec).toMatchObject({ hosts: ["grafana.mgmt-aws-use1.example.com"], gateways: ["istio-ingress/public"] });
    expect(values["grafana.ini"].server.root_url).toBe("https://grafana.mgmt-aws-use1.example.com");
  });
});
