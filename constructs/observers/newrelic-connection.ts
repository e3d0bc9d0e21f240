import { NewrelicProvider } from "@cdktf/provider-newrelic/lib/provider";
import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** An account of New Relic's. */
export interface NewRelicConnection {
  /** Digits; no secret. */
  readonly accountId: number;
  /** Data centre, which is chosen when an organization is made. */
  readonly region: "US" | "EU";
}

/**
 * Configures the stack's one provider of New Relic. The user key is nowhere in the stack: the provider takes it from the environment
 * variable NEW_RELIC_API_KEY, a sensitive one of the workspace, where the argument is null. Its schema requires the argument where
 * there is no environment variable, as in `terraform validate`, and a literal null does not count.
 */
export function connectNewRelic(scope: Construct, { accountId, region }: NewRelicConnection): void {
  const key = new TerraformVariable(scope, "new_relic_api_key", {
    type: "string",
    sensitive: true,
    description: "Leave it null: the user key is the environment variable NEW_RELIC_API_KEY, which no plan can show",
  });
  // cdktf's own way to say so fails on null.
  TerraformStack.of(scope).addOverride("variable.new_relic_api_key.default", null);
  new NewrelicProvider(scope, "newrelic", { accountId, region, apiKey: key.stringValue });
}
