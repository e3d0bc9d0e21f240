import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { keysArePrivate } from "../constructs/clouds/private-keys.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { ingressContract } from "../constructs/ingress/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { AccountStack, accountInput } from "./account.ts";
import { ClusterStack, clusterInput } from "./cluster.ts";
import { type CloudContext, cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { DataStack, dataContracts, dataInput } from "./data.ts";
import { checkGraph } from "./graph.ts";
import { NetworkStack, networkInput } from "./network.ts";
import type { PlatformStack } from "./platform-stack.ts";
import { type Layer, projectName, type StackRef, type StackSpec, workspaceName } from "./stack-spec.ts";
import { tagsOfStack } from "./tags.ts";

/**
 * Every stack of the estate as data, in an order in which it can be applied. Nothing is built to know the graph.
 *
 * @throws one error with every problem of the graph
 */
export function catalog(estate: Estate): StackSpec[] {
  const specs = Object.values(estate.environments).flatMap((environment) => environmentStacks(estate, environment));
  checkGraph(specs);
  return specs;
}

function environmentStacks(estate: Estate, environment: Environment): StackSpec[] {
  return cloudContexts(estate, environment).flatMap((context) => {
    const places = placeContexts(context);
    const home = places.find(({ place }) => place.region === context.placement.homeRegion);
    if (home === undefined) return [];
    const accountId = `${environment.name}-${context.cloud}-account`;
    const stacks = places.flatMap((place) => placeStacks(place, { id: accountId, publishes: [accountContract.name] }));
    const workspaces = [accountId, ...stacks.map(({ id }) => id)].map((id) => workspaceName(estate.terraform, id));
    const input = accountInput(context, projectName(estate.terraform, environment.name), workspaces);
    const account = { id: accountId, layer: "account", publishes: [accountContract.name], consumes: [], input } as const;
    return [makeSpec(context, home.place, AccountStack, account), ...stacks];
  });
}

function placeStacks(context: PlaceContext, account: StackRef): StackSpec[] {
  const { id } = makePlace(context.place);
  const network = makeSpec(context, context.place, NetworkStack, {
    id: `${id}-network`,
    layer: "network",
    publishes: [networkContract.name, ingressContract.name],
    consumes: [account],
    input: networkInput(context),
  });
  const cluster = makeSpec(context, context.place, ClusterStack, {
    id: `${id}-cluster`,
    layer: "cluster",
    publishes: [clusterContract.name],
    consumes: [account, refTo(network)],
    execution: keysArePrivate[context.cloud] ? "agent" : "remote",
    input: clusterInput(context),
  });
  const input = dataInput(context);
  const data = makeSpec(context, context.place, DataStack, {
    id: `${id}-data`,
    layer: "data",
    publishes: dataContracts(input),
    consumes: [account, refTo(network)],
    execution: keysArePrivate[context.cloud] ? "agent" : "remote",
    input,
  });
  return [network, cluster, data];
}

interface Described<Input extends object> extends StackRef {
  readonly layer: Layer;
  readonly consumes: readonly StackRef[];
  /** @default "remote" */
  readonly execution?: StackSpec["execution"];
  readonly input: Input;
}

function makeSpec<Input extends object>(
  context: CloudContext,
  place: PlaceInput,
  Stack: new (scope: Construct, spec: StackSpec<Input>) => PlatformStack<Input>,
  described: Described<Input>,
): StackSpec<Input> {
  const spec: StackSpec<Input> = {
    execution: "remote",
    ...described,
    environment: context.environment.name,
    place,
    terraform: context.estate.terraform,
    tags: tagsOfStack(context, described.id, described.layer),
    build: (scope) => new Stack(scope, spec),
  };
  return spec;
}

/** What consumers may know of a stack. */
const refTo = ({ id, publishes }: StackRef): StackRef => ({ id, publishes });
