import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { federationNamespace } from "../addons/mesh/karmada-facts.ts";
import { rawManifests } from "../addons/raw-manifests.ts";
import { karmadaAgent } from "./karmada-agent.ts";
import type { MeshMember } from "./member.ts";
import { type MeshKind, meshNamespace, offeredAccess, takenAccess } from "./remote-access.ts";

export interface MeshClusterProps {
  readonly self: MeshMember;
  readonly others: readonly MeshMember[];
  /** @default workloads are in no mesh */
  readonly mesh?: MeshKind;
  /** Address of the management place's internal gateway, behind which Karmada is. @default no federation */
  readonly federation?: string;
  readonly kubernetes: TerraformProvider;
  readonly helm: TerraformProvider;
}

/** What namespaces of the platform's own bear. */
const platform = { "app.kubernetes.io/part-of": "platform" };

/** Agents of the federation in a cluster: two, and two more while they are replaced. */
const AGENT_PODS = "4";

/** A cluster's ties to the others of its environment: how their control planes look into each other, and what Karmada places here. */
export class MeshCluster extends Construct {
  constructor(scope: Construct, id: string, props: MeshClusterProps) {
    super(scope, id);
    if (props.mesh) this.joinMesh(props, props.mesh);
    if (props.federation) this.joinFederation(props, props.federation);
  }

  private joinMesh({ self, others, helm }: MeshClusterProps, mesh: MeshKind): void {
    rawManifests(this, "Access", {
      name: "mesh-access",
      namespace: meshNamespace(mesh),
      resources: [...offeredAccess(mesh, self.name), ...others.flatMap((other) => takenAccess(mesh, other))],
      dependsOn: [],
      provider: helm,
    });
  }

  private joinFederation({ self, kubernetes, helm }: MeshClusterProps, host: string): void {
    const level = "restricted";
    const namespace = new NamespaceV1(this, "Federation", {
      provider: kubernetes,
      metadata: {
        name: federationNamespace,
        labels: {
          ...platform,
          "pod-security.kubernetes.io/enforce": level,
          "pod-security.kubernetes.io/warn": level,
        },
      },
    });
    this.guard(namespace.metadata.name, kubernetes);
    rawManifests(this, "Agent", {
      name: "karmada-agent",
      namespace: federationNamespace,
      resources: karmadaAgent(self, self.endpoint, host),
      dependsOn: [namespace],
      provider: helm,
    });
  }

  /** The agent calls others; only what watches it calls the agent. */
  private guard(namespace: string, provider: TerraformProvider): void {
    new ResourceQuotaV1(this, "FederationQuota", { provider, metadata: { name: "pods", namespace }, spec: { hard: { pods: AGENT_PODS } } });
    new NetworkPolicyV1(this, "FederationAdmitted", {
      provider,
      metadata: { name: "admitted", namespace },
      spec: {
        podSelector: {},
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ namespaceSelector: { matchLabels: platform } }], ports: [{ port: "8080", protocol: "TCP" }] }],
      },
    });
  }
}
