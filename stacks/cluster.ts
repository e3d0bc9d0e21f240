import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { type ClusterProps, clusterContract } from "../constructs/cluster/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import type { PlaceContext } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

export type ClusterInput = Omit<ClusterProps, "place" | "network" | "account">;

/** A place's Kubernetes cluster: control plane, nodes, and the cloud's side of what runs inside. */
export class ClusterStack extends PlaceStack<ClusterInput> {
  constructor(scope: Construct, spec: PlacedSpec<ClusterInput>) {
    super(scope, spec);
    const cluster = clouds[this.place.cloud].cluster(this, "Cluster", {
      place: this.place,
      network: this.consume(networkContract),
      account: this.consume(accountContract),
      ...this.input,
    });
    this.publish(clusterContract, cluster);
  }
}

/** The cluster as the configuration describes it. */
export function clusterInput({ estate, environment, placement, settings }: PlaceContext): ClusterInput {
  const { apiAllowlist, compute, highAvailability, pools } = settings.cluster;
  return {
    domain: estate.organization.domain,
    version: estate.versions.kubernetes,
    estateCidr: estate.network.estateCidr,
    apiAllowlist,
    compute,
    pools,
    administrators: placement.administrators,
    viewers: placement.viewers,
    logRetentionDays: settings.logRetentionDays,
    highAvailability,
    deletionProtection: environment.deletionProtection,
  };
}
