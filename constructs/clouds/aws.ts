import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { AwsAccount } from "../account/aws.ts";
import { AwsBucket } from "../bucket/aws.ts";
import { AwsCache } from "../cache/aws.ts";
import { AwsCluster } from "../cluster/aws.ts";
import { AwsDatabase } from "../database/aws.ts";
import { AwsFiles } from "../files/aws.ts";
import { AwsIdentity } from "../identity/aws.ts";
import { AwsForeignReader } from "../identity/aws-foreign-reader.ts";
import { AwsIngress } from "../ingress/aws.ts";
import { AwsHttpIngress } from "../ingress/aws-http.ts";
import { awsTunnel } from "../ingress/aws-internal.ts";
import type { IngressMode } from "../ingress/contract.ts";
import { AwsPrivateName } from "../names/aws.ts";
import { AwsNetwork } from "../network/aws.ts";
import { accountOf, type Place } from "../place.ts";
import { AwsRegistry } from "../registry/aws.ts";
import { AwsSecretStore } from "../secrets/aws.ts";
import { type Tags, tagsFor } from "../tags.ts";
import type { Cloud } from "./cloud.ts";

/** A wrong credential must not build a place in another environment's account. */
function provider(stack: TerraformStack, place: Place, tags: Tags): void {
  new AwsProvider(stack, "Aws", {
    region: place.region,
    allowedAccountIds: [accountOf(place, "aws").accountId],
    defaultTags: [{ tags: tagsFor("aws", tags) }],
  });
}

/** How the edge reaches a place, by mode. */
const awsIngresses: Record<IngressMode, Cloud["ingress"]> = {
  l4: (scope, id, props) => new AwsIngress(scope, id, props),
  tunnel: awsTunnel,
  "l7-native": (scope, id, props) => new AwsHttpIngress(scope, id, props),
};

/** AWS's answer to every capability. */
export const aws: Cloud = {
  provider,
  account: (scope, id, props) => new AwsAccount(scope, id, props),
  network: (scope, id, props) => new AwsNetwork(scope, id, props),
  privateName: (scope, id, props) => new AwsPrivateName(scope, id, props),
  ingress: (scope, id, props) => awsIngresses[props.mode](scope, id, props),
  cluster: (scope, id, props) => new AwsCluster(scope, id, props),
  database: (scope, id, props) => new AwsDatabase(scope, id, props),
  cache: (scope, id, props) => new AwsCache(scope, id, props),
  bucket: (scope, id, props) => new AwsBucket(scope, id, props),
  files: (scope, id, props) => new AwsFiles(scope, id, props),
  secretStore: (scope, id, props) => new AwsSecretStore(scope, id, props),
  registry: (scope, id, props) => new AwsRegistry(scope, id, props),
  identity: (scope, id, props) => new AwsIdentity(scope, id, props),
  foreignReader: (scope, id, props) => new AwsForeignReader(scope, id, props),
};
