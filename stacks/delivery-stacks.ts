import type { Environment, Estate } from "../config/estate.ts";
import { agentPoolContract, variableSetContract } from "../constructs/delivery/contract.ts";
import { CredentialsStack, credentialsInput } from "./credentials.ts";
import { GithubStack, githubInput } from "./github.ts";
import { estateSpec, refTo, specFields } from "./make-spec.ts";
import { OktaStack, oktaInput } from "./okta.ts";
import { dynamicCredentials, variableSetKey } from "./run-credentials.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";
import { WorkspacesStack } from "./workspaces.ts";
import { workspacesInput } from "./workspaces-input.ts";

/** The stacks that the others are delivered by: their workspaces, their runs' credentials, their repositories. */
export function deliveryStacks(estate: Estate, inPlaces: readonly StackSpec[]): StackSpec[] {
  const accounts = inPlaces.filter(({ layer }) => layer === "account");
  const github = estateSpec(estate, undefined, GithubStack, {
    id: "global-github",
    layer: "github",
    publishes: [],
    consumes: accounts.map(refTo),
    credentials: ["github"],
    input: githubInput(estate),
  });
  const own = [github, ...oktaStack(estate)];
  if (estate.terraform.backend === "local") return own;
  const workspaces: StackRef = { id: "global-workspaces", publishes: workspacesContracts(estate) };
  const credentials = Object.values(estate.environments).map((environment) => credentialsSpec(estate, environment, workspaces, accounts));
  return [workspacesSpec(estate, workspaces, [...credentials, ...own, ...inPlaces]), ...credentials, ...own];
}

function oktaStack(estate: Estate): StackSpec[] {
  const input = oktaInput(estate);
  if (input === undefined) return [];
  const described = { id: "global-okta", layer: "okta", publishes: [], consumes: [], credentials: ["okta"] } as const;
  return [estateSpec(estate, undefined, OktaStack, { ...described, input })];
}

function workspacesSpec(estate: Estate, ref: StackRef, others: readonly StackSpec[]): StackSpec {
  const described = { ...ref, layer: "workspaces", consumes: [], credentials: ["terraform"] } as const;
  // Its own workspace is among those it makes.
  const own = specFields(estate, undefined, { ...described, input: {} });
  return estateSpec(estate, undefined, WorkspacesStack, { ...described, input: workspacesInput(estate, own, others) });
}

function credentialsSpec(estate: Estate, environment: Environment, workspaces: StackRef, accounts: readonly StackSpec[]): StackSpec {
  const own = accounts.filter((account) => account.environment === environment.name);
  return estateSpec(estate, environment, CredentialsStack, {
    id: `${environment.name}-credentials`,
    layer: "credentials",
    publishes: [],
    consumes: [workspaces, ...own.map(refTo)],
    credentials: ["terraform"],
    input: credentialsInput(estate, environment),
  });
}

const workspacesContracts = (estate: Estate): string[] => [
  agentPoolContract.name,
  ...Object.values(estate.environments).flatMap(({ name }) =>
    dynamicCredentials(estate, name).map((credential) => variableSetContract.named(variableSetKey(name, credential)).name),
  ),
];
