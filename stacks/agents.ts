import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { AgentService, type AgentServiceProps, agentTokenName } from "../constructs/agents/agent-service.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { registryContract } from "../constructs/registry/contract.ts";
import type { PlaceContext } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

/** The agents of HCP Terraform, as the configuration describes them. */
export type AgentsInput = Omit<AgentServiceProps, "place" | "network" | "account" | "registry">;

/** The agents of HCP Terraform in our own network: for runs that reach what has no public address. */
export class AgentsStack extends PlaceStack<AgentsInput> {
  constructor(scope: Construct, spec: PlacedSpec<AgentsInput>) {
    super(scope, spec);
    new AgentService(this, "Agents", {
      ...this.input,
      place: this.place,
      network: this.consume(networkContract),
      account: this.consume(accountContract),
      registry: this.consume(registryContract),
    });
  }
}

/** Name of the pool that the agents serve; `agents` because that is all there is. */
export const agentPoolName = (organization: string): string => `${organization}-agents`;

/** What people must know to let the agents start: the secret that the pool's token goes into, the service that takes it. */
export const agentNames = (place: PlaceInput): { tokenSecret: string; service: string } => ({
  tokenSecret: agentTokenName(place),
  service: `${makePlace(place).name}-agents`,
});

/** Runs at the same time: one agent does one at a time. */
const AGENTS = { single: 1, zonal: 2, regional: 3 } as const;

/** What the stack is built from. */
export const agentsInput = ({ estate, environment, settings }: PlaceContext): AgentsInput => ({
  imageTag: estate.versions.images.agents,
  terraform: { hostname: estate.terraform.hostname },
  poolName: agentPoolName(estate.terraform.organization),
  count: AGENTS[environment.ha],
  logRetentionDays: settings.logRetentionDays,
  deletionProtection: environment.deletionProtection,
});
