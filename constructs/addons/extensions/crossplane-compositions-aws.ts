import { accountOf } from "../../place.ts";
import { type AddonContext, bucketFor } from "../addon.ts";
import {
  asked,
  byStandby,
  type Composed,
  known,
  managed,
  named,
  observed,
  observedName,
  owned,
  type Recipes,
  sibling,
  tagsOf,
  translated,
} from "./crossplane-composition.ts";

const s3 = (kind: string) => ["s3.aws.m.upbound.io/v1beta1", kind] as const;
const rds = (kind: string) => ["rds.aws.m.upbound.io/v1beta1", kind] as const;
const elasticache = (kind: string) => ["elasticache.aws.m.upbound.io/v1beta1", kind] as const;
const ec2 = (kind: string) => ["ec2.aws.m.upbound.io/v1beta1", kind] as const;

const region = ({ place }: AddonContext) => ({ region: place.region });
/** The key of the place's `app` bucket: whoever may decrypt one application store may be given another. */
const keyOf = (context: AddonContext): string => bucketFor(context, "app", "crossplane-apis").kmsKeyId;

function objectStore(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const ofBucket = { ...region(context), bucketSelector: sibling };
  const status = [
    ...known({
      provider: "s3",
      account: accountOf(place, "aws").accountId,
      region: place.region,
      kmsKeyId: keyOf(context),
      replicaBucket: "",
      replicaRegion: "",
    }),
    observedName("bucket"),
    observed("purpose", "spec.forProvider.tags.purpose"),
  ];
  const bucket = { ...region(context), forceDestroy: !deletionProtection, tags: tagsOf(context) };
  const encryption = {
    rule: [{ bucketKeyEnabled: true, applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyOf(context) } }],
  };
  const noPublicAccess = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
  return [
    managed("bucket", s3("Bucket"), bucket, [named(place), asked("purpose", "tags.purpose"), owned("tags"), ...status], deletionProtection),
    managed("private", s3("BucketPublicAccessBlock"), { ...ofBucket, ...noPublicAccess }),
    managed("ownership", s3("BucketOwnershipControls"), { ...ofBucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
    managed("encryption", s3("BucketServerSideEncryptionConfiguration"), { ...ofBucket, ...encryption }),
    managed("versioning", s3("BucketVersioning"), { ...ofBucket, versioningConfiguration: { status: "Enabled" } }),
    managed("lifecycle", s3("BucketLifecycleConfiguration"), { ...ofBucket, rule: [cleanup] }, [
      asked("retentionDays", "rule[0].expiration[0].days"),
    ]),
    managed("policy", s3("BucketPolicy"), ofBucket, [
      named(place, { to: "spec.forProvider.policy", fmt: tlsOnly(place.organization, place.environment) }),
    ]),
  ];
}

const cleanup = {
  id: "cleanup",
  status: "Enabled",
  filter: [{ prefix: "" }],
  noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
};

/** Nobody reads or writes without TLS; `%[1]s` is the end of the bucket's name. */
function tlsOnly(organization: string, environment: string): string {
  const arn = `arn:aws:s3:::${organization}-${environment}-xp-%[1]s`;
  const statement = {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** A group that admits the cluster's nodes and pods on one port, and lets nothing out. */
function firewall(context: AddonContext, port: number): Composed[] {
  const group = { ...region(context), vpcId: context.network.networkId, description: "Open to nodes and pods", tags: tagsOf(context) };
  const rule = {
    ...region(context),
    securityGroupIdSelector: sibling,
    referencedSecurityGroupId: context.network.workloadGroup,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    description: "Nodes and pods",
    tags: tagsOf(context),
  };
  return [
    managed("firewall", ec2("SecurityGroup"), group, [named(context.place, { to: "spec.forProvider.name" }), owned("tags")]),
    managed("from-nodes", ec2("SecurityGroupIngressRule"), rule, [owned("tags")]),
  ];
}

const subnets = (context: AddonContext) => ({
  ...region(context),
  description: "Data subnets",
  subnetIds: context.network.endpointSubnetIds,
  tags: tagsOf(context),
});

function database(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const status = [
    ...known({
      engine: "postgresql",
      port: 5432,
      database: "app",
      adminSecretStore: "aws-secrets-manager",
      auth: ["aws-iam", "password"],
      tls: "verify-full",
      caBundleId: "rds-global",
      privateIps: [],
      cdcEnabled: false,
      cdcKind: "pg-logical",
    }),
    observed("engineVersion", "spec.forProvider.engineVersion"),
    observed("host", "status.atProvider.address"),
    observed("readHost", "status.atProvider.address"),
    observed("accessId", "status.atProvider.resourceId"),
    observed("adminSecretPath", "status.atProvider.masterUserSecret[0].secretArn"),
  ];
  const patches = [
    named(place),
    named(place, { to: "spec.forProvider.finalSnapshotIdentifier", fmt: `${place.organization}-${place.environment}-xp-%s-final` }),
    owned("tags"),
    asked("postgresVersion", "engineVersion"),
    asked("storageGib", "allocatedStorage"),
    asked("backupDays", "backupRetentionPeriod"),
    asked("highAvailability", "multiAz"),
    translated("size", "instanceClass", { s: "db.m7g.large", m: "db.m7g.xlarge", l: "db.r7g.2xlarge" }),
    ...status,
  ];
  return [
    ...firewall(context, 5432),
    managed("subnets", rds("SubnetGroup"), subnets(context), [named(place), owned("tags")]),
    managed("instance", rds("Instance"), instance(context), patches, deletionProtection),
  ];
}

/** As the place's own database: see `constructs/database/aws-postgres.ts`. */
const instance = (context: AddonContext) => ({
  ...region(context),
  engine: "postgres",
  dbName: "app",
  username: "platform_admin",
  manageMasterUserPassword: true,
  masterUserSecretKmsKeyId: keyOf(context),
  iamDatabaseAuthenticationEnabled: true,
  storageType: "gp3",
  storageEncrypted: true,
  kmsKeyId: keyOf(context),
  publiclyAccessible: false,
  dbSubnetGroupNameSelector: sibling,
  vpcSecurityGroupIdSelector: sibling,
  caCertIdentifier: "rds-ca-rsa2048-g1",
  copyTagsToSnapshot: true,
  enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
  performanceInsightsEnabled: true,
  performanceInsightsKmsKeyId: keyOf(context),
  performanceInsightsRetentionPeriod: 7,
  autoMinorVersionUpgrade: true,
  applyImmediately: false,
  engineLifecycleSupport: "open-source-rds-extended-support-disabled",
  deletionProtection: context.deletionProtection,
  skipFinalSnapshot: !context.deletionProtection,
  tags: tagsOf(context),
});

function cache(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const common = { ...region(context), tags: tagsOf(context) };
  const login = { ...common, engine: "valkey", accessString: "on ~* +@all -@dangerous", authenticationMode: { type: "iam" } };
  const status = [
    ...known({ protocol: "redis", engine: "valkey", port: 6379, tls: true, clusterMode: false, auth: "aws-iam" }),
    observed("host", "status.atProvider.primaryEndpointAddress"),
    observed("accessId", "status.atProvider.arn"),
  ];
  const patches = [
    named(place),
    named(place, { to: "spec.forProvider.userGroupIds[0]" }),
    owned("tags"),
    translated("size", "nodeType", { s: "cache.m7g.large", m: "cache.r7g.large", l: "cache.r7g.xlarge" }),
    byStandby("numCacheClusters", 2, 1),
    asked("highAvailability", "automaticFailoverEnabled"),
    asked("highAvailability", "multiAzEnabled"),
    ...status,
  ];
  return [
    ...firewall(context, 6379),
    managed("subnets", elasticache("SubnetGroup"), subnets(context), [named(place), owned("tags")]),
    // Users that log in with IAM bear their id as their name.
    managed("user", elasticache("User"), login, [
      named(place),
      named(place, { to: "spec.forProvider.userName" }),
      owned("tags"),
      observedName("user"),
    ]),
    managed("users", elasticache("UserGroup"), { ...common, engine: "valkey" }, [
      named(place),
      named(place, { to: "spec.forProvider.userIds[0]" }),
      owned("tags"),
    ]),
    managed("group", elasticache("ReplicationGroup"), replicationGroup(context), patches, deletionProtection),
  ];
}

/** As the place's own cache: see `constructs/cache/aws.ts`. */
const replicationGroup = (context: AddonContext) => ({
  ...region(context),
  description: "Asked for by an application team",
  engine: "valkey",
  engineVersion: "8.0",
  parameterGroupName: "default.valkey8",
  port: 6379,
  clusterMode: "disabled",
  atRestEncryptionEnabled: "true",
  kmsKeyId: keyOf(context),
  transitEncryptionEnabled: true,
  transitEncryptionMode: "required",
  subnetGroupNameSelector: sibling,
  securityGroupIdSelector: sibling,
  snapshotRetentionLimit: 7,
  autoMinorVersionUpgrade: "true",
  applyImmediately: false,
  tags: tagsOf(context),
});

/** What RDS, S3 and ElastiCache make of it. */
export const awsRecipes: Recipes = { ObjectStore: objectStore, Database: database, CacheInstance: cache };
