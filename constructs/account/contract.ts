import { defineContract, text, type ValuesOf } from "../contract.ts";
import type { CloudName, Place } from "../place.ts";

/** What an environment's account, project or subscription gives everything placed in it. */
export const accountContract = defineContract("account", {
  cloud: text<CloudName>(),
  /** Read-only identity of HCP Terraform's plan phase: role ARN, service account e-mail, or managed identity client id. */
  planIdentity: text(),
  /** Identity of HCP Terraform's apply phase, of the same kind. */
  applyIdentity: text(),
  /** What the clusters' access rules call the plan identity: role ARN, service account e-mail, or Entra object id. */
  planPrincipal: text(),
  applyPrincipal: text(),
  /** Identity of GitHub Actions jobs that run in this environment (image push, drift), of the same kind as planIdentity. */
  pipelineIdentity: text(),
  /** Where tokens are exchanged: OIDC provider ARN, workload identity provider name, or tenant id. */
  federation: text(),
  /** Where logs of the account go: audit bucket name (aws), log bucket id (gcp), Log Analytics workspace id (azure). */
  logStore: text(),
  /** Where alarms go: SNS topic ARN, Monitoring notification channel name, or action group id. */
  alertTarget: text(),
});
export type Account = ValuesOf<typeof accountContract>;

/** Another environment whose runs have something to do in this account. */
export interface Guest {
  /** The environment, or `global`. */
  readonly name: string;
  /** Its project in HCP Terraform, and the workspaces there that may come. */
  readonly project: string;
  readonly workspaces: readonly string[];
  /** link: ends of links to the central place, and names in its network. keep-edge-logs: the bucket of the edge's logs. */
  readonly may: "link" | "keep-edge-logs";
}

export interface AccountProps {
  /** The cloud's first place in the environment: region of the account-wide resources, and the names. */
  readonly place: Place;
  /** Every region the environment uses on this cloud, those of its copies included: where alerts are raised and threats looked for. */
  readonly regions: readonly string[];
  /** HCP Terraform: the organization and project whose runs are trusted, and the host that signs their tokens. */
  readonly terraform: { readonly hostname: string; readonly organization: string; readonly project: string };
  /** Workspaces of this environment with stacks on this cloud. Azure matches token subjects exactly: one credential each. */
  readonly workspaces: readonly string[];
  /** Others whose runs come into this account; AWS only, where the central place is. */
  readonly guests: readonly Guest[];
  /** The repository whose GitHub Actions jobs are trusted in the environment of the same name; `tokenHost` (with a path on servers) signs their tokens. */
  readonly github: { readonly owner: string; readonly repository: string; readonly tokenHost: string };
  /** Monthly budget in US dollars. */
  readonly budgetUsd: number;
  /** People's groups, for clouds that let them into every cluster of the account at once (gcp); elsewhere the cluster does it. */
  readonly administrators: readonly string[];
  readonly viewers: readonly string[];
  readonly billingContact: string;
  readonly securityContact: string;
  /** Days the audit trail is kept; at least 365 where auditors ask. */
  readonly auditRetentionDays: number;
  /** Whether its places have a web load balancer of the cloud's own. @default false */
  readonly webIngress?: boolean;
  readonly deletionProtection: boolean;
}
