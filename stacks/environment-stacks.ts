import type { Estate } from "../config/estate.ts";
import { keysArePrivate } from "../constructs/clouds/private-keys.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { makePlace } from "../constructs/place.ts";
import { type AccountInput, AccountStack, accountInput } from "./account.ts";
import { betweenStacks } from "./between-stacks.ts";
import { isCentralEnvironment } from "./central.ts";
import { centralStacks } from "./central-stacks.ts";
import { ClusterStack, clusterInput } from "./cluster.ts";
import { clusterStacks } from "./cluster-stacks.ts";
import { accountOf, type CloudContext, cloudContexts, homePlace, type PlaceContext, placeContexts } from "./context.ts";
import { DataStack, dataContracts, dataInput } from "./data.ts";
import { edgeRef, edgeStacks } from "./edge.ts";
import { placedSpec, refTo } from "./make-spec.ts";
import { NetworkStack, networkContracts, networkInput } from "./network.ts";
import { observabilityStacks } from "./observability.ts";
import { replicationStacks } from "./replication-stacks.ts";
import { projectName, type StackRef, type StackSpec, workspaceName } from "./stack-spec.ts";
import { trafficStacks } from "./traffic.ts";
import { databaseAccessStacks, vaultStacks } from "./vault-stacks.ts";

/** The stacks of all environments: an account per cloud, what is in its places, and what runs in their clusters. */
export function environmentStacks(estate: Estate): StackSpec[] {
  const environments = Object.values(estate.environments);
  const contexts = environments.flatMap((environment) => cloudContexts(estate, environment));
  const inPlaces = contexts.flatMap((context) => placeContexts(context).flatMap((place) => placeStacks(place, accountOf(context))));
  const between = environments.flatMap((environment) => betweenStacks(estate, environment, inPlaces));
  const below = [...edgeStacks(estate), ...inPlaces, ...between, ...centralStacks(estate, inPlaces), ...vaultStacks(estate, inPlaces)];
  const inClusters = environments.flatMap((environment) => clusterStacks(estate, environment, below));
  const above = environments.flatMap((environment) => [
    ...replicationStacks(estate, environment, below),
    ...trafficStacks(estate, environment, below),
  ]);
  const all = [...below, ...inClusters, ...databaseAccessStacks(estate, below), ...above, ...observabilityStacks(estate)];
  return [...contexts.map((context) => accountStack(context, all)), ...all];
}

/** @param others the other stacks: those of the environment that act in the cloud are trusted there, by their workspaces */
function accountStack(context: CloudContext, others: readonly StackSpec[]): StackSpec {
  const { estate, environment, cloud } = context;
  const account = accountOf(context);
  const acting = others.filter((other) => other.environment === environment.name && other.credentials.includes(cloud));
  const workspaces = [account, ...acting].map(({ id }) => workspaceName(estate.terraform, id));
  const input = accountInput(context, projectName(estate.terraform, environment.name), workspaces, guestsOf(context, others));
  return placedSpec(context, homePlace(context), AccountStack, { ...account, layer: "account", consumes: [], input });
}

/** Environments whose stacks have something in the central place's account, each with the workspaces of those. */
function guestsOf({ estate, environment, cloud }: CloudContext, others: readonly StackSpec[]): AccountInput["guests"] {
  if (cloud !== "aws" || !isCentralEnvironment(estate, environment)) return [];
  const guests = others.filter(({ credentials }) => credentials.includes("central"));
  const names = [...new Set(guests.map((guest) => guest.environment))];
  return names.map((name) => ({
    name,
    project: projectName(estate.terraform, name),
    workspaces: guests.filter((guest) => guest.environment === name).map(({ id }) => workspaceName(estate.terraform, id)),
    may: name === "global" ? "keep-edge-logs" : "link",
  }));
}

function placeStacks(context: PlaceContext, account: StackRef): StackSpec[] {
  const { id } = makePlace(context.place);
  const ways = networkInput(context);
  const network = placedSpec(context, context.place, NetworkStack, {
    id: `${id}-network`,
    layer: "network",
    publishes: networkContracts(ways),
    consumes: [account, ...(ways.names ? [edgeRef] : [])],
    ...(ways.names && { credentials: [context.cloud, "cloudflare"] as const }),
    input: ways,
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
