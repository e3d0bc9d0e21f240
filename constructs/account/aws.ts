import { IamServiceLinkedRole } from "@cdktf/provider-aws/lib/iam-service-linked-role";
import { Construct } from "constructs";
import { regionId } from "../encryption/aws.ts";
import { AwsAudit } from "./aws-audit.ts";
import { AwsCosts } from "./aws-costs.ts";
import { AwsGuardrails } from "./aws-guardrails.ts";
import { AwsAccountRegion } from "./aws-region.ts";
import { AwsTrust } from "./aws-trust.ts";
import type { Account, AccountProps } from "./contract.ts";

/**
 * What an environment's AWS account has before anything is placed in it: trust for HCP Terraform and GitHub, an audit trail,
 * guardrails, a budget, and in every region that is used a topic for alarms, detection and safe defaults.
 *
 * The stack is applied with administrator credentials, the first time and whenever trust, the audit trail or detection
 * change: the apply role may change neither itself, the other identities and the permissions boundary, nor what watches it.
 * Cost allocation tags are not here: only the organization's payer account may activate them
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html).
 *
 * About $15 per month and region in a small account; GuardDuty, Config and Security Hub grow with its activity.
 */
export class AwsAccount extends Construct implements Account {
  readonly cloud = "aws";
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
    const trust = new AwsTrust(this, "Trust", props);
    const audit = new AwsAudit(this, "Audit", { ...props, boundaryArn: trust.boundary });
    const recorderRoleArn = new IamServiceLinkedRole(this, "ConfigRole", { awsServiceName: "config.amazonaws.com" }).arn;
    const region = (name: string) =>
      new AwsAccountRegion(this, regionId(name), { ...props, region: name, history: audit.logs, recorderRoleArn });
    const home = region(props.place.region);
    for (const name of props.regions) if (name !== props.place.region) region(name);
    new AwsGuardrails(this, "Guardrails");
    new AwsCosts(this, "Costs", props);

    this.planIdentity = trust.plan;
    this.applyIdentity = trust.apply;
    this.planPrincipal = trust.plan;
    this.applyPrincipal = trust.apply;
    this.pipelineIdentity = trust.pipeline;
    this.federation = trust.terraformProvider;
    this.logStore = audit.bucket.name;
    this.alertTarget = home.alertTarget;
  }
}
