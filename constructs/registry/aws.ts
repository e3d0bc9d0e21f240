import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, policy, type Statement } from "../identity/aws-role.ts";
import { accountOf } from "../place.ts";
import { registryAddress } from "./address.ts";
import { AwsRegistryCopies } from "./aws-copies.ts";
import { type Registry, type RegistryProps, untaggedDays } from "./contract.ts";

/** What a cluster's nodes do to start a pod. */
const pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** What a job does besides to leave an image; it takes none away. */
const push = ["ecr:CompleteLayerUpload", "ecr:DescribeImages", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];

/**
 * A repository per image in Elastic Container Registry: tags that never move, scanned when pushed, encrypted with a customer key, with
 * copies where other clusters are. Whole accounts pull; their own IAM says which of their nodes do.
 *
 * About $0.10 per GiB and month, and again for each copy.
 */
export class AwsRegistry extends Construct implements Registry {
  readonly cloud = "aws";
  readonly address: string;
  readonly pushIdentity: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryProps,
  ) {
    super(scope, id);
    const { place, images, github, replicaRegions, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "registry", deletionProtection });
    for (const image of images) this.repository(image, key);
    // Enhanced scanning would be Amazon Inspector's, at a price per image.
    new EcrRegistryScanningConfiguration(this, "Scanning", {
      scanType: "BASIC",
      rule: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilter: [{ filter: "*", filterType: "WILDCARD" }] }],
    });
    if (replicaRegions.length > 0)
      new AwsRegistryCopies(this, "Copies", {
        ...{ place, replicaRegions, deletionProtection, lifecyclePolicy: expiry },
        repositoryPolicy: this.pullers(),
      });
    this.address = registryAddress(place);
    this.pushIdentity = github.repositories.length > 0 ? this.pusher().arn : "";
  }

  private repository(image: string, key: AwsKey): void {
    const { place, deletionProtection } = this.props;
    const repository = new EcrRepository(this, constructId(image), {
      name: `${place.organization}/${image}`,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      lifecycle: { preventDestroy: deletionProtection },
    });
    new EcrLifecyclePolicy(this, `${constructId(image)}Expiry`, { repository: repository.name, policy: expiry });
    const pullers = this.pullers();
    if (pullers !== undefined) new EcrRepositoryPolicy(this, `${constructId(image)}Pull`, { repository: repository.name, policy: pullers });
  }

  /** The account itself needs no policy: its nodes have theirs. */
  private pullers(): string | undefined {
    const own = accountOf(this.props.place, "aws").accountId;
    const others = this.props.accounts.flatMap((account) =>
      account.cloud === "aws" && account.accountId !== own ? [account.accountId] : [],
    );
    if (others.length === 0) return undefined;
    const principals = others.sort().map((account) => `arn:aws:iam::${account}:root`);
    return policy([{ Sid: "ClustersPull", Principal: { AWS: principals }, Action: pull }]);
  }

  /** Jobs of the applications' repositories, on the main branch: nobody else's images get here. */
  private pusher(): AwsRole {
    const { place, github } = this.props;
    const { accountId } = accountOf(place, "aws");
    const repositories = `arn:aws:ecr:*:${accountId}:repository/${place.organization}/*`;
    const trust: Statement = {
      // The account makes it.
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${github.tokenHost}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${github.tokenHost}:aud`]: "sts.amazonaws.com",
          [`${github.tokenHost}:sub`]: github.repositories.map((repository) => `repo:${github.owner}/${repository}:ref:refs/heads/main`),
        },
      },
    };
    return new AwsRole(this, "Push", {
      place,
      name: "push",
      description: "GitHub jobs of the applications: push images",
      trust: [trust],
      statements: [
        { Sid: "LogIn", Action: "ecr:GetAuthorizationToken", Resource: "*" },
        { Sid: "PushImages", Action: [...pull, ...push].sort(), Resource: repositories },
      ],
    });
  }
}

/** What no tag leads to is gone after a while; what has one stays, since something may run it. */
const expiry = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: "Untagged images",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: untaggedDays },
      action: { type: "expire" },
    },
  ],
});
