import type { Environment, Estate } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { keysArePrivate } from "../constructs/clouds/private-keys.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { ingressContract } from "../constructs/ingress/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { makePlace } from "../constructs/place.ts";
import { AccountStack, accountInput } from "./account.ts";
import { ClusterStack, clusterInput } from "./cluster.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { DataStack, dataContracts, dataInput } from "./data.ts";
import { placedSpec, refTo } from "./make-spec.ts";
import { NetworkStack, networkInput } from "./network.ts";
import { projectName, type StackRef, type StackSpec, workspaceName } from "./stack-spec.ts";

/** The stacks on the clouds of one environment: an account per cloud, and what is in its places. */
export function environmentStacks(estate: Estate, environment: Environment): StackSpec[] {
  return cloudContexts(estate, environment).flatMap((context) => {
    const places = placeContexts(context);
    const home = places.find(({ place }) => place.region === context.placement.homeRegion);
    if (home === undefined) return [];
    const accountId = `${environment.name}-${context.cloud}-account`;
    const stacks = places.flatMap((place) => placeStacks(place, { id: accountId, publishes: [accountContract.name] }));
    const workspaces = [accountId, ...stacks.map(({ id }) => id)].map((id) => workspaceName(estate.terraform, id));
    const input = accountInput(context, projectName(estate.terraform, environment.name), workspaces);
    const account = { id: accountId, layer: "account", publishes: [accountContract.name], consumes: [], input } as const;
    return [placedSpec(context, home.place, AccountStack, account), ...stacks];
  });
}

function placeStacks(context: PlaceContext, account: StackRef): StackSpec[] {
  const { id } = makePlace(context.place);
  const network = placedSpec(context, context.place, NetworkStack, {
    id: `${id}-network`,
    layer: "network",
    publishes: [networkContract.name, ingressContract.name],
    consumes: [account],
    input: networkInput(context),
  });
  const cluster = placedSpec(context, context.place, ClusterStack, {
    id: `${id}-cluster`,
    layer: "cluster",
    publishes: [clusterContract.name],
    consumes: [account, refTo(network)],
    execution: keysArePrivate[context.cloud] ? "agent" : "remote",
    input: clusterInput(context),
  });
  const input = dataInput(context);
  const data = placedSpec(context, context.place, DataStack, {
    id: `${id}-data`,
    layer: "data",
    publishes: dataContracts(input),
    consumes: [account, refTo(network)],
    execution: keysArePrivate[context.cloud] ? "agent" : "remote",
    input,
  });
  return [network, cluster, data];
}
