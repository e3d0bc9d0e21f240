import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { ClusterConnection } from "../constructs/cluster/connection.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import type { MeshMember, MeshPlace } from "../constructs/mesh/member.ts";
import { MeshCluster } from "../constructs/mesh/mesh-cluster.ts";
import { internalAddressIn } from "../constructs/network/cidr-plan.ts";
import { aliasOf, makePlace } from "../constructs/place.ts";
import { centralPlace } from "./central.ts";
import { cloudContexts, placeContexts } from "./context.ts";
import { known, placeFacts } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** What ties an environment's clusters together, as the configuration describes it. */
export interface MeshInput {
  readonly mesh: Environment["mesh"];
  readonly places: readonly MeshPlace[];
  /** Address of the management place's internal gateway, behind which Karmada is. */
  readonly federation: string;
  readonly dynamicCredentials: boolean;
}

/** The ties between the clusters of an environment, in each of them: one mesh, and one federation. */
export class MeshStack extends PlatformStack<MeshInput> {
  constructor(scope: Construct, spec: StackSpec<MeshInput>) {
    super(scope, spec);
    const { mesh, places, federation, dynamicCredentials } = this.input;
    const members = places.map((place) => this.member(place));
    for (const self of members) {
      // Without the environment, which is the stack's.
      const alias = aliasOf(self.id);
      const cluster = this.consume(clusterContract, `${self.id}-cluster`);
      const { kubernetes, helm } = new ClusterConnection(this, `Connection${constructId(alias)}`, {
        cluster,
        cloud: self.cloud,
        dynamicCredentials,
        alias,
      });
      new MeshCluster(this, constructId(alias), {
        self,
        others: members.filter(({ id }) => id !== self.id),
        ...(mesh !== "none" && { mesh }),
        federation,
        kubernetes,
        helm,
      });
    }
  }

  private member(place: MeshPlace): MeshMember {
    const { endpoint, caCertificate } = this.consume(clusterContract, `${place.id}-cluster`);
    return { ...place, endpoint, caCertificate };
  }
}

/**
 * What the stack is built from.
 *
 * @returns undefined where there is nothing to tie: one cluster, clusters that do not reach each other, or no management place, by
 * whose Vault they trust each other
 */
export function meshInput(estate: Estate, environment: Environment): MeshInput | undefined {
  const central = centralPlace(estate);
  const host = central && placeFacts(central);
  const places = known(estate, placesOf(estate, environment), `${environment.name}-mesh`);
  if (!environment.interconnect || places.length < 2 || host === undefined) return undefined;
  return {
    mesh: environment.mesh,
    places: places,
    federation: host.internalAddress,
    dynamicCredentials: estate.terraform.backend === "cloud",
  };
}

const placesOf = (estate: Estate, environment: Environment) =>
  cloudContexts(estate, environment)
    .flatMap(placeContexts)
    .map(({ place, settings }) => {
      const { id, name, cloud, region } = makePlace(place);
      return { id, name, cloud, region, internalAddress: internalAddressIn(cloud, settings.network.cidr) };
    });
