import type { Estate } from "../config/estate.ts";
import type { Credential } from "../constructs/delivery/contract.ts";
import { cloudNames, type EnvironmentName } from "../constructs/place.ts";
import type { StackEnvironment } from "./stack-spec.ts";

/** Whether runs get it as a token that is gone when they end, and that only reads while they plan. */
export const isDynamic = (credential: Credential): boolean =>
  credential === "vault" || credential === "central" || cloudNames.some((cloud) => cloud === credential);

/** What the runs of an environment can be given short-lived tokens for: its clouds, and Vault where there is a place that runs it. */
export function dynamicCredentials({ environments, central }: Estate, environment: EnvironmentName): Credential[] {
  const clouds = Object.keys(environments[environment]?.clouds ?? {}) as Credential[];
  return central === undefined || environments[central.environment] === undefined ? clouds : [...clouds, "vault"];
}

/** `prod_aws`: the qualifier of a variable set's contract. */
export const variableSetKey = (environment: StackEnvironment, credential: Credential): string => `${environment}_${credential}`;
