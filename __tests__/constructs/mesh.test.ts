import { describe, expect, it } from "vitest";
import type { Manifest } from "../../constructs/addons/addon.ts";
import { karmadaAgent } from "../../constructs/mesh/karmada-agent.ts";
import type { MeshMember } from "../../constructs/mesh/member.ts";
import { offeredAccess, takenAccess } from "../../constructs/mesh/remote-access.ts";

const member: MeshMember = {
  id: "prod-gcp-use4",
  name: "acme-prod-gcp-use4",
  cloud: "gcp",
  region: "us-east4",
  endpoint: "https://gcp.example.com",
  caCertificate: "",
  internalAddress: "10.208.63.250",
};
const kinds = (objects: readonly Manifest[]) => objects.map(({ kind }) => kind);
const find = (objects: readonly Manifest[], kind: string): Manifest | undefined => objects.find((object) => object.kind === kind);

interface Filled {
  readonly target: { readonly template: { readonly type: string; readonly metadata?: object; readonly data: Record<string, string> } };
  readonly data: { readonly secretKey: string; readonly remoteRef: { readonly key: string; readonly property: string } }[];
}
const filled = (objects: readonly Manifest[]) => find(objects, "ExternalSecret")?.spec as Filled;
interface Pushed {
  readonly match: { readonly remoteRef: { readonly remoteKey: string; readonly property: string } };
}
const pushed = (objects: readonly Manifest[]): Pushed => {
  const { spec } = find(objects, "PushSecret") as unknown as { spec: { data: [Pushed] } };
  return spec.data[0];
};

describe("access to a cluster of an Istio mesh", () => {
  const offered = offeredAccess("istio", member.name);
  const taken = takenAccess("istio", member);

  it("reads, and no Secrets", () => {
    const { rules } = find(offered, "ClusterRole") as unknown as { rules: { resources: string[]; verbs: string[] }[] };
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(["get", "list", "watch"]));
    expect(rules.flatMap(({ resources }) => resources)).not.toEqual(expect.arrayContaining(["secrets"]));
    expect(JSON.stringify(rules)).not.toContain('"*"');
  });

  it("goes from the cluster into Vault, and is written nowhere", () => {
    const secret = find(offered, "Secret");
    expect(secret).toMatchObject({ type: "kubernetes.io/service-account-token", metadata: { namespace: "istio-system" } });
    expect(secret).not.toHaveProperty("data");
    expect(secret).not.toHaveProperty("stringData");
    expect(find(offered, "PushSecret")?.spec).toMatchObject({
      secretStoreRefs: [{ kind: "ClusterSecretStore", name: "vault" }],
      selector: { secret: { name: secret?.metadata.name } },
      data: [{ match: { secretKey: "token", remoteRef: { remoteKey: "mesh/acme-prod-gcp-use4", property: "token" } } }],
    });
  });

  it("comes from where it was put", () => {
    const { match } = pushed(offered);
    expect(filled(taken).data.map(({ remoteRef: { key, property } }) => [key, property])).toEqual([
      [match.remoteRef.remoteKey, match.remoteRef.property],
    ]);
  });

  it("is a Secret that Istio looks for, with the way to the API server", () => {
    const { template } = filled(taken).target;
    expect(find(taken, "ExternalSecret")?.metadata).toEqual({ name: "istio-remote-secret-acme-prod-gcp-use4", namespace: "istio-system" });
    expect(template.metadata).toMatchObject({ labels: { "istio/multiCluster": "true" } });
    const config = JSON.parse(template.data[member.name] ?? "");
    expect(config.clusters[0].cluster).toEqual({ server: member.endpoint, "certificate-authority-data": "" });
    expect(config.users[0].user).toEqual({ token: "{{ .token }}" });
    expect(config["current-context"]).toBe(config.contexts[0].name);
  });
});

describe("access to a cluster of a Linkerd mesh", () => {
  const taken = takenAccess("linkerd", member);

  it("is the account that Linkerd's chart makes", () => {
    expect(kinds(offeredAccess("linkerd", member.name))).toEqual(["PushSecret"]);
  });

  it("links to the other cluster's internal gateway, with the Secret it names", () => {
    const link = find(taken, "Link")?.spec as Record<string, unknown>;
    expect(link).toMatchObject({ targetClusterName: member.name, gatewayAddress: "10.208.63.250", gatewayPort: "14143" });
    expect(link.clusterCredentialsSecret).toBe(find(taken, "ExternalSecret")?.metadata.name);
    expect(filled(taken).target.template).toMatchObject({
      type: "mirror.linkerd.io/remote-kubeconfig",
      data: { kubeconfig: expect.any(String) },
    });
  });
});

describe("Karmada's agent", () => {
  const agent = karmadaAgent(member, member.endpoint, "10.0.64.10");
  const deployment = JSON.stringify(find(agent, "Deployment"));

  it("asks for no right that it could give itself more by", () => {
    const { rules } = find(agent, "ClusterRole") as unknown as { rules: { resources?: string[]; verbs: string[] }[] };
    const resources = rules.flatMap(({ resources: named }) => named ?? []);
    for (const forbidden of ["secrets", "clusterroles", "clusterrolebindings", "roles", "rolebindings", "*"])
      expect(resources).not.toContain(forbidden);
    expect(rules.flatMap(({ verbs }) => verbs)).not.toContain("*");
  });

  it("gives Karmada no key to its cluster, and says where it is", () => {
    for (const argument of [
      "--report-secrets=None",
      "--cluster-name=acme-prod-gcp-use4",
      "--cluster-provider=gcp",
      "--cluster-region=us-east4",
    ])
      expect(deployment).toContain(`"${argument}"`);
    expect(deployment).toContain("docker.io/karmada/karmada-agent:v1.18.1");
  });

  it("gets to Karmada through the management place's gateway, by the name in its certificate", () => {
    const { clusters } = JSON.parse(filled(agent).target.template.data.kubeconfig ?? "");
    expect(clusters[0].cluster).toEqual({
      server: "https://10.0.64.10:5443",
      "tls-server-name": "karmada-apiserver.karmada-system.svc",
      "certificate-authority-data": "{{ .ca | b64enc }}",
    });
    expect(filled(agent).data.map(({ remoteRef }) => remoteRef.key)).toEqual([`karmada/${member.name}`, `karmada/${member.name}`]);
  });
});
