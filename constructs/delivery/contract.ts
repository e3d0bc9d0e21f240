import { defineContract, text, type ValuesOf } from "../contract.ts";

/**
 * As whom a run acts. Clouds and Vault: a token of HCP Terraform's own, exchanged for a short-lived one; `central` is such a one of the
 * central place's account, for runs of other environments. The others: sensitive variables that a person fills in once, because they take
 * nothing else.
 */
export const credentialNames = [
  "aws",
  "gcp",
  "azure",
  "vault",
  "central",
  "terraform",
  "github",
  "okta",
  "cloudflare",
  "datadog",
  "newrelic",
] as const;
export type Credential = (typeof credentialNames)[number];

/** The variable set that gives the runs of one environment one credential. Published once per set: `named("prod_aws")`. */
export const variableSetContract = defineContract("variable_set", { id: text() });
export type VariableSet = ValuesOf<typeof variableSetContract>;

/** The agents that reach private endpoints. */
export const agentPoolContract = defineContract("agent_pool", { id: text(), name: text() });
export type AgentPool = ValuesOf<typeof agentPoolContract>;
