import { DatadogProvider } from "@cdktf/provider-datadog/lib/provider";
import type { Construct } from "constructs";

/** Sites of Datadog's that take roles of other AWS accounts with one and the same account of theirs. */
export type DatadogSite = "datadoghq.com" | "datadoghq.eu" | "us3.datadoghq.com" | "us5.datadoghq.com";

/** Where an organization of Datadog's is. */
export interface DatadogConnection {
  /** https://docs.datadoghq.com/getting_started/site/ */
  readonly site: DatadogSite;
}

/** Configures the stack's one provider of Datadog. Its keys are the run's `DD_API_KEY` and `DD_APP_KEY`, sensitive variables. */
export function connectDatadog(scope: Construct, { site }: DatadogConnection): void {
  new DatadogProvider(scope, "datadog", { apiUrl: `https://api.${site}` });
}
