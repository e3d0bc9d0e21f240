import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

/** One statement of an IAM policy; `Effect` is Allow unless said otherwise. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The statements as a policy document. */
export const policy = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })) });

/** A service that may take a role, when it acts for this account: for services that say for whom they act (flow logs, RDS monitoring). */
export const serviceTrust = (place: Place, service: string): Statement => ({
  Principal: { Service: service },
  Action: "sts:AssumeRole",
  Condition: { StringEquals: { "aws:SourceAccount": accountOf(place, "aws").accountId } },
});

/**
 * A service that takes a role without naming the account it acts for (EC2, EKS, S3 replication, AWS Backup). That is safe as
 * well: it takes only roles that somebody with iam:PassRole in this account has handed to it.
 */
export const plainServiceTrust = (service: string, ...actions: string[]): Statement => ({
  Principal: { Service: service },
  Action: ["sts:AssumeRole", ...actions],
});

/** The ceiling of every role that stacks create; the account stack makes it, the apply role may create no role without it. */
export const boundaryName = (place: Place): string => nameOf("aws:IamPolicy", place.organization, place.environment, "boundary");

export interface AwsRoleProps {
  readonly place: Place;
  /** Last part of the role's name. */
  readonly name: string;
  readonly description: string;
  readonly trust: readonly Statement[];
  /** Names of AWS-managed policies: `AmazonEKSClusterPolicy`, `service-role/AmazonEBSCSIDriverPolicy`. @default none */
  readonly managed?: readonly string[];
  /** The role's own permissions. @default none */
  readonly statements?: readonly Statement[];
  /** @default the boundary's ARN as text, since another stack made it */
  readonly boundaryArn?: string;
}

/** An IAM role below the environment's permissions boundary, with its trust and permissions in one place. */
export class AwsRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What must exist before the role is of use: its policies. */
  readonly permissions: TerraformResource[] = [];

  constructor(scope: Construct, id: string, props: AwsRoleProps) {
    super(scope, id);
    const { accountId } = accountOf(props.place, "aws");
    const role = new IamRole(this, "Resource", {
      name: nameOf("aws:IamRole", props.place.name, props.name),
      description: props.description,
      assumeRolePolicy: policy(props.trust),
      permissionsBoundary: props.boundaryArn ?? `arn:aws:iam::${accountId}:policy/${boundaryName(props.place)}`,
    });
    this.arn = role.arn;
    this.name = role.name;
    for (const name of props.managed ?? []) this.attach(name);
    if (props.statements)
      this.permissions.push(new IamRolePolicy(this, "Policy", { role: role.name, name: "permissions", policy: policy(props.statements) }));
  }

  private attach(managedPolicy: string): void {
    const id = managedPolicy.split("/").at(-1) as string;
    this.permissions.push(
      new IamRolePolicyAttachment(this, id.replaceAll("_", ""), { role: this.name, policyArn: `arn:aws:iam::aws:policy/${managedPolicy}` }),
    );
  }
}
