import { createHash } from "node:crypto";

/** How a kind of thing may be named. Sources: each provider's own documentation of the resource. */
export interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** In words, for the error. */
  readonly allowed: string;
  /** Whether an over-long name is cut and given a hash. Names people type or read in a console are refused instead. */
  readonly shorten: boolean;
}

const hyphenated = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const rule = (min: number, max: number, pattern: RegExp, allowed: string, shorten = false): NameRule => ({
  min,
  max,
  pattern,
  allowed,
  shorten,
});
const dashed = (min: number, max: number, shorten = false) =>
  rule(min, max, hyphenated, "lower-case letters, digits and single hyphens, starting with a letter", shorten);

/** Every kind of name the platform generates, with its limit. */
export const nameRules = {
  "aws:EksCluster": rule(1, 100, /^[0-9A-Za-z][\w-]*$/, "letters, digits, hyphens and underscores"),
  "aws:IamRole": rule(1, 64, /^[\w+=,.@-]+$/, "letters, digits and + = , . @ - _", true),
  "aws:IamPolicy": rule(1, 128, /^[\w+=,.@-]+$/, "letters, digits and + = , . @ - _", true),
  "aws:Lb": rule(1, 32, /^[A-Za-z0-9]+(-+[A-Za-z0-9]+)*$/, "letters, digits and inner hyphens"),
  "aws:LbTargetGroup": rule(1, 32, /^[A-Za-z0-9]+(-+[A-Za-z0-9]+)*$/, "letters, digits and inner hyphens"),
  "aws:DbInstance": dashed(1, 63),
  "aws:ElasticacheReplicationGroup": dashed(1, 40),
  "aws:S3Bucket": rule(3, 63, /^[a-z0-9]+([.-][a-z0-9]+)*$/, "lower-case letters, digits and inner hyphens"),
  "aws:SqsQueue": rule(1, 80, /^[\w-]+$/, "letters, digits, hyphens and underscores", true),
  "aws:MskCluster": rule(1, 64, /^[A-Za-z0-9-]+$/, "letters, digits and hyphens"),
  "aws:DmsReplicationInstance": dashed(1, 63),
  "aws:DmsEndpoint": dashed(1, 255),
  "aws:SecretsmanagerSecret": rule(1, 512, /^[\w/+=.@-]+$/, "letters, digits and / _ + = . @ -"),
  "aws:Resource": rule(1, 100, /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, "letters, digits and single hyphens", true),
  "aws:CloudwatchEventRule": rule(1, 64, /^[\w.-]+$/, "letters, digits and . - _", true),
  "aws:BackupVault": rule(2, 50, /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, "letters, digits and single hyphens"),
  "aws:ElasticacheUser": dashed(1, 40),
  "aws:CloudwatchLogGroup": rule(1, 512, /^[\w./#-]+$/, "letters, digits and . - _ / #"),
  "aws:LbTrustStore": rule(1, 32, /^[A-Za-z0-9]+(-+[A-Za-z0-9]+)*$/, "letters, digits and inner hyphens"),
  "aws:Wafv2WebAcl": rule(1, 128, /^[\w-]+$/, "letters, digits, hyphens and underscores", true),
  "gcp:Resource": dashed(1, 63, true),
  "gcp:ContainerCluster": dashed(1, 40),
  "gcp:ContainerNodePool": dashed(1, 40),
  "gcp:ServiceAccount": dashed(6, 30, true),
  "gcp:Project": dashed(6, 30),
  "gcp:WorkloadIdentityPool": rule(
    4,
    32,
    /^(?!gcp-)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    "lower-case letters, digits and hyphens, not starting with gcp-",
  ),
  "gcp:SqlDatabaseInstance": dashed(1, 66),
  "gcp:StorageBucket": rule(3, 63, /^[a-z0-9]+([._-][a-z0-9]+)*$/, "lower-case letters, digits and inner hyphens"),
  "gcp:MemorystoreInstance": dashed(4, 63),
  "gcp:BigqueryDataset": rule(1, 1024, /^\w+$/, "letters, digits and underscores"),
  "azure:StorageAccount": rule(3, 24, /^[a-z0-9]+$/, "lower-case letters and digits"),
  "azure:KeyVault": rule(3, 24, /^[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*$/, "letters, digits and single hyphens, starting with a letter"),
  "azure:KubernetesCluster": dashed(1, 63),
  "azure:LinuxNodePool": rule(1, 12, /^[a-z][a-z0-9]*$/, "lower-case letters and digits, starting with a letter"),
  "azure:ContainerRegistry": rule(5, 50, /^[A-Za-z0-9]+$/, "letters and digits"),
  "azure:MssqlServer": dashed(1, 63),
  "azure:PostgresqlFlexibleServer": dashed(3, 63),
  "azure:ResourceGroup": rule(1, 90, /^[\w.()-]*[\w()-]$/, "letters, digits and . _ ( ) -, not ending with a period"),
  "azure:NodeResourceGroup": rule(1, 80, /^[\w.()-]*[\w()-]$/, "letters, digits and . _ ( ) -, not ending with a period"),
  "azure:VirtualNetwork": rule(2, 64, /^[A-Za-z0-9][\w.-]*\w$/, "letters, digits and . _ -"),
  "azure:UserAssignedIdentity": rule(3, 128, /^[A-Za-z0-9][\w-]*$/, "letters, digits, hyphens and underscores", true),
  "azure:FederatedIdentityCredential": rule(3, 120, /^[A-Za-z0-9][\w-]*$/, "letters, digits, hyphens and underscores", true),
  "azure:Redis": rule(1, 60, /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, "letters, digits and inner hyphens"),
  "azure:Resource": rule(1, 80, /^[A-Za-z0-9][\w.-]*$/, "letters, digits and . _ -", true),
  "cloudflare:LoadBalancerPool": rule(1, 128, /^[A-Za-z0-9_-]+$/, "letters, digits, hyphens and underscores"),
  "tfe:Workspace": rule(1, 90, /^[\w-]+$/, "letters, digits, hyphens and underscores"),
  "tfe:Project": rule(3, 40, /^[\w -]+$/, "letters, digits, spaces, hyphens and underscores"),
  "helm:Release": dashed(1, 53),
  "kubernetes:Name": rule(1, 63, /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "lower-case letters, digits and inner hyphens"),
} as const satisfies Record<string, NameRule>;

export type NameKind = keyof typeof nameRules;

/**
 * Joins the parts with hyphens (nothing where the kind allows none) and checks the result against the kind's rule.
 * An over-long name is cut and ends in four characters of its own hash where the rule allows that, else refused.
 *
 * @throws naming the kind, the name, its length and the limit
 */
export function nameOf(kind: NameKind, ...parts: string[]): string {
  const limits: NameRule = nameRules[kind];
  const hyphens = limits.pattern.test("a-b");
  const full = hyphens ? parts.join("-") : parts.join("").replaceAll("-", "");
  const name = full.length > limits.max && limits.shorten ? shortened(full, limits.max, hyphens) : full;
  if (name.length > limits.max || name.length < limits.min) {
    throw new Error(
      `${kind} "${name}" has ${name.length} characters, allowed ${limits.min} to ${limits.max} (${limits.allowed}); shorten the parts it is made of: ${parts.join(", ")}`,
    );
  }
  if (!limits.pattern.test(name)) {
    throw new Error(`${kind} "${name}" has characters that are not allowed; use ${limits.allowed}`);
  }
  return name;
}

function shortened(full: string, max: number, hyphens: boolean): string {
  const hash = createHash("sha256").update(full).digest("hex").slice(0, 4);
  const separator = hyphens ? "-" : "";
  const head = full.slice(0, max - hash.length - separator.length).replace(/[^A-Za-z0-9]+$/, "");
  return `${head}${separator}${hash}`;
}
