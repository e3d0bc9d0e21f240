import { TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import type { VaultPlace } from "../../../constructs/vault/facts.ts";

/** A place with everything Vault may have to do with. */
export const place = {
  id: "prod-aws-use1",
  name: "acme-prod-aws-use1",
  environment: "prod",
  isCentral: false,
  mesh: "istio",
  federated: true,
  engine: "postgresql",
  logins: ["dms", "debezium"],
} as const satisfies VaultPlace;

/** Another place of its environment. */
export const other = { ...place, id: "prod-azure-eus2", name: "acme-prod-azure-eus2", engine: "sqlserver", logins: ["debezium"] } as const;

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
export type Resource = Record<string, any>;
/** A stack as Terraform reads it. */
export interface StackJson {
  readonly resource: Record<string, Record<string, Resource>>;
  readonly ephemeral?: Record<string, Record<string, Resource>>;
  readonly provider?: Record<string, Resource[]>;
}

/** What `build` makes of a stack. */
export function stackOf(build: (scope: Construct) => void): StackJson {
  const stack = new TerraformStack(Testing.app(), "vault");
  build(stack);
  // Without the digits that cdktf ends addresses with, as the platform's own stacks are.
  return JSON.parse(Testing.synth(stack).replaceAll(/_[0-9A-F]{8}(?=[".])/g, ""));
}

/** Vault's resources of a type, by the end of their addresses. */
export const all = ({ resource }: StackJson, type: string): Record<string, Resource> => resource?.[`vault_${type}`] ?? {};

/** @throws unless there is exactly one */
export function one(stack: StackJson, type: string): Resource {
  const found = Object.values(all(stack, type));
  if (found.length !== 1) throw new Error(`${type}: got ${found.length}, expected one`);
  return found[0] as Resource;
}

/** Values of an attribute in every one of Vault's resources of a type. */
export const each = (stack: StackJson, type: string, attribute: string): unknown[] =>
  Object.values(all(stack, type)).map((resource) => resource[attribute]);
