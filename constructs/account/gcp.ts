import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { environmentCodes } from "../place.ts";
import type { Account, AccountProps } from "./contract.ts";
import { GcpAlerts } from "./gcp-alerts.ts";
import { GcpAudit } from "./gcp-audit.ts";
import { GcpBudget } from "./gcp-budget.ts";
import { GcpGuards } from "./gcp-guards.ts";
import { GcpPeople } from "./gcp-people.ts";
import { applyPermissions, applyRoles, GcpRunner, pipelineRoles, planPermissions, planRoles, webRoles } from "./gcp-runners.ts";
import { GcpServices } from "./gcp-services.ts";
import { GcpTrust } from "./gcp-trust.ts";

/**
 * A project as the rest of the environment finds it: APIs on, HCP Terraform and GitHub trusted without keys, audited, guarded,
 * budgeted. First applied by an administrator, since it makes the identities that later runs use; with a person's credentials
 * the provider needs USER_PROJECT_OVERRIDE=true and GOOGLE_BILLING_PROJECT. Where the organization allows members of its own
 * domains only (iam.allowedPolicyMemberDomains), except the project: Google's budget and log delivery identities are members.
 * Costs little but audit logs.
 */
export class GcpAccount extends Construct implements Account {
  readonly cloud = "gcp";
  readonly planIdentity: string;
  readonly applyIdentity: string;
  readonly planPrincipal: string;
  readonly applyPrincipal: string;
  readonly pipelineIdentity: string;
  readonly federation: string;
  readonly logStore: string;
  readonly alertTarget: string;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    const services = new GcpServices(this, "Services", props);
    const trust = new GcpTrust(this, "Trust", { ...props, services });
    const runner = (role: string) => ({ ...props, services, accountId: accountId(props, role) });
    const plan = new GcpRunner(this, "Plan", {
      ...runner("tfc-plan"),
      trusted: trust.terraformRuns("plan"),
      roles: [...planRoles, ...(props.webIngress ? webRoles.plan : [])],
      permissions: planPermissions,
    });
    const apply = new GcpRunner(this, "Apply", {
      ...runner("tfc-apply"),
      trusted: trust.terraformRuns("apply"),
      roles: [...applyRoles, ...(props.webIngress ? webRoles.apply : [])],
      permissions: applyPermissions,
    });
    const pipeline = new GcpRunner(this, "Pipeline", { ...runner("pipeline"), trusted: trust.pipelineJobs, roles: pipelineRoles });
    const alerts = new GcpAlerts(this, "Alerts", { ...props, services });
    const audit = new GcpAudit(this, "Audit", { ...props, services });
    new GcpBudget(this, "Budget", { ...props, services, notify: alerts.billingChannel });
    new GcpGuards(this, "Guards", { ...props, services });
    new GcpPeople(this, "People", props);

    this.planIdentity = plan.email;
    this.applyIdentity = apply.email;
    this.planPrincipal = plan.email;
    this.applyPrincipal = apply.email;
    this.pipelineIdentity = pipeline.email;
    this.federation = trust.terraformProvider;
    this.logStore = audit.logBucketId;
    this.alertTarget = alerts.channel;
  }
}

/** Identities belong to the environment, not to a region: `acme-prd-tfc-plan`. */
function accountId({ place }: AccountProps, role: string): string {
  return nameOf("gcp:ServiceAccount", place.organization, environmentCodes[place.environment], role);
}
