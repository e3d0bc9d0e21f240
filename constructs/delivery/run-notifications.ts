import { NotificationConfiguration } from "@cdktf/provider-tfe/lib/notification-configuration";
import { TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import type { Workspaces } from "./workspaces.ts";

/** Who takes notifications. */
export type NotificationTarget = "slack" | "microsoft-teams" | "generic";

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations#notification-triggers */
export const notificationTriggers = [
  "assessment:check_failure",
  "assessment:drifted",
  "assessment:failed",
  "run:errored",
  "run:needs_attention",
];

/** The variable of this stack that holds the webhook's address. Whoever has the address can write to the channel: it is a secret. */
export const notificationVariable = "notification_url";

export interface RunNotificationsProps {
  readonly target: NotificationTarget;
  readonly workspaces: Workspaces;
  readonly stacks: readonly string[];
}

/** Reports of runs that failed or wait for somebody, and of drift. One per workspace: the provider knows no level above it. */
export class RunNotifications extends Construct {
  constructor(scope: Construct, id: string, { target, workspaces, stacks }: RunNotificationsProps) {
    super(scope, id);
    const url = new TerraformVariable(scope, notificationVariable, {
      type: "string",
      sensitive: true,
      description: `Address of the webhook (${target}); a sensitive Terraform variable of this workspace that a person sets`,
    });
    for (const stack of stacks) {
      new NotificationConfiguration(this, constructId(stack), {
        workspaceId: workspaces.idOf(stack),
        name: target,
        destinationType: target,
        enabled: true,
        triggers: notificationTriggers,
        url: url.stringValue,
      });
    }
  }
}
