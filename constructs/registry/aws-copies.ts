import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { AwsKey, regionId } from "../encryption/aws.ts";
import { AwsRole, plainServiceTrust } from "../identity/aws-role.ts";
import { accountOf } from "../place.ts";
import type { RegistryProps } from "./contract.ts";

export interface AwsRegistryCopiesProps extends Pick<RegistryProps, "place" | "replicaRegions" | "deletionProtection"> {
  /** @default nobody but the account itself pulls */
  readonly repositoryPolicy?: string;
  readonly lifecyclePolicy: string;
}

/** Copies of every image in the regions of other clusters, made as the images come, in repositories as strict as the first. */
export class AwsRegistryCopies extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { place, replicaRegions, repositoryPolicy, lifecyclePolicy, deletionProtection }: AwsRegistryCopiesProps,
  ) {
    super(scope, id);
    const { accountId } = accountOf(place, "aws");
    const keys = replicaRegions.map(
      (region) =>
        [region, new AwsKey(this, `${regionId(region)}Key`, { place, purpose: "registry-copies", region, deletionProtection })] as const,
    );
    // ECR makes a copy's repository itself, and with a customer key only as somebody who may use it:
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-iam.html
    const maker = new AwsRole(this, "Maker", {
      place,
      name: "registry",
      description: "Elastic Container Registry: makes the repositories of copies",
      trust: [plainServiceTrust("ecr.amazonaws.com")],
      statements: [
        {
          Sid: "Repositories",
          Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
          Resource: `arn:aws:ecr:*:${accountId}:repository/${place.organization}/*`,
        },
        { Sid: "Keys", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: keys.map(([, { arn }]) => arn) },
      ],
    });
    const templates = keys.map(
      ([region, key]) =>
        new EcrRepositoryCreationTemplate(this, `${regionId(region)}Template`, {
          region,
          prefix: place.organization,
          description: "Copies of images",
          appliedFor: ["REPLICATION"],
          imageTagMutability: "IMMUTABLE",
          encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
          customRoleArn: maker.arn,
          lifecyclePolicy,
          ...(repositoryPolicy !== undefined && { repositoryPolicy }),
        }),
    );
    new EcrReplicationConfiguration(this, "Resource", {
      replicationConfiguration: {
        rule: [
          {
            destination: replicaRegions.map((region) => ({ region, registryId: accountId })),
            repositoryFilter: [{ filter: `${place.organization}/`, filterType: "PREFIX_MATCH" }],
          },
        ],
      },
      // Otherwise the first copies were made without them.
      dependsOn: [...templates, ...maker.permissions],
    });
  }
}
