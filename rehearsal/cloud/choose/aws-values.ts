import { isObject, type Value } from "../../values.ts";
import { privateAddress, publicAddress } from "./addresses.ts";
import { AWS_ROWS } from "./aws-ids.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";
import { render } from "./template.ts";

/** The ARN of an object; undefined if its type has none, or it needs an attribute that is not known. */
export function arnOf(question: Question): string | undefined {
  const row = AWS_ROWS[question.choice.object.type]?.arn;
  if (row === undefined) return undefined;
  const resource = render(
    row,
    question.partsWith((name) => plain(name, question)),
  );
  if (resource === undefined) return undefined;
  const [, service = "", global, path = ""] = /^([a-z0-9-]+):(:)?(.*)$/s.exec(resource) ?? [];
  if (service === "s3") return `arn:aws:s3:::${path.replace(/^:/, "")}`;
  return `arn:aws:${service}:${global === undefined ? question.setting("region") : ""}:${question.setting("account")}:${path}`;
}

/** The issuer of an OpenID Connect provider is in its ARN without the scheme. */
function plain(name: string, question: Question): string | undefined {
  return question.attribute(name)?.replace(/^https:\/\//, "");
}

const inRegion =
  (host: (question: Question) => string, service = "") =>
  (question: Question) =>
    `${host(question)}.${question.setting("region")}${service}.amazonaws.com`;

/** Members of another map beside those of the provider's default tags. */
function allTags(question: Question): Value {
  const { default_tags: defaults } = question.context.settings;
  const tags = Array.isArray(defaults) ? (defaults[0] as { tags?: Record<string, string> } | undefined)?.tags : undefined;
  const own = question.value("tags");
  return { ...tags, ...(isObject(own) ? own : {}) };
}

/** What AWS chooses. */
export const AWS_RULES: readonly Rule[] = [
  [/\.tags_all$/, allTags],
  [/^\w+\.arn$/, (question) => arnOf(question)],
  [/^\w+\.(account_id|owner_id|registry_id)$/, (question) => question.setting("account")],
  [/^\w+\.region$/, (question) => question.setting("region")],
  [/^aws_eks_cluster\.certificate_authority\.data$/, (question) => certificate(question)],
  [/^aws_eks_cluster\.endpoint$/, inRegion((question) => `https://${question.random("hex", 32).toUpperCase()}.gr7`, ".eks")],
  [
    /^aws_eks_cluster\.identity\.oidc\.issuer$/,
    (question) => `https://oidc.eks.${question.setting("region")}.amazonaws.com/id/${question.random("hex", 32).toUpperCase()}`,
  ],
  [/^aws_eks_\w+\.platform_version$/, () => "eks.9"],
  [/\.(\w+_)?security_group_ids?$/, (question) => `sg-${question.own("hex", 17)}`],
  [/\.vpc_id$/, (question) => `vpc-${question.own("hex", 17)}`],
  [/\.(\w+_)?subnet_ids?$/, (question) => `subnet-${question.own("hex", 17)}`],
  [/\.(\w+_)?network_interface_ids?$/, (question) => `eni-${question.own("hex", 17)}`],
  [/\.(\w+_)?route_table_id$/, (question) => `rtb-${question.own("hex", 17)}`],
  [/\.default_network_acl_id$/, (question) => `acl-${question.own("hex", 17)}`],
  [/\.dhcp_options_id$/, (question) => `dopt-${question.own("hex", 17)}`],
  [/\.availability_zones?$/, (question) => `${question.setting("region")}${"abc"[question.index % 3]}`],
  [/\.availability_zone_id$/, () => "use1-az1"],
  [/^aws_eip\.public_ip$|^aws_nat_gateway\.public_ip$/, publicAddress],
  [/^aws_eip\.(allocation_id|association_id)$/, (question) => question.attribute("id")],
  [/^aws_lb\.dns_name$/, inRegion((question) => `${question.attribute("name")}-${question.random("hex", 16)}.elb`)],
  [/^aws_lb\.zone_id$/, () => "Z26RNL4JYFTOTI"],
  [/^aws_lb(_target_group|_listener)?\.arn_suffix$/, (question) => arnOf(question)?.replace(/^.*?:(loadbalancer\/|(?=targetgroup\/))/, "")],
  [/^aws_launch_template\.(latest|default)_version$/, () => 1],
  [
    /^aws_route53_zone\.(zone_id|primary_name_server)$/,
    (question) => (question.name === "zone_id" ? question.attribute("id") : "ns-1.awsdns-01.com"),
  ],
  [/\.name_servers$/, (question) => `ns-${question.index + 1}.awsdns-01.com`],
  [/^aws_kms_\w+\.(key_id|target_key_id)$/, (question) => question.attribute("id")],
  [/^aws_db_instance\.resource_id$/, (question) => question.attribute("id")],
  [/^aws_(db_instance|rds_cluster_instance)\.(address|endpoint)$/, (question) => database(question)],
  [
    /^aws_rds_cluster\.(reader_)?endpoint$/,
    inRegion(
      (question) => `${question.attribute("id")}.cluster-${question.name === "endpoint" ? "" : "ro-"}${question.random("hex", 12)}`,
      ".rds",
    ),
  ],
  [
    /\.master_user_secret\.secret_arn$/,
    (question) =>
      `arn:aws:secretsmanager:${question.setting("region")}:${question.setting("account")}:secret:rds!db-${question.random("uuid", 0)}-${question.own("code", 6)}`,
  ],
  [/^aws_elasticache_replication_group\.(primary|reader|configuration)_endpoint_address$/, (question) => cache(question)],
  [/^aws_elasticache_(user|user_group)\.(user_id|user_group_id)$/, (question) => question.attribute("id")],
  [/\.hosted_zone_id$/, () => "Z3AQBSTGFYJSTF"],
  [
    /^aws_s3_bucket\.bucket_(regional_)?domain_name$/,
    (question) =>
      `${question.attribute("bucket")}.s3.${question.name.includes("regional") ? `${question.setting("region")}.` : ""}amazonaws.com`,
  ],
  [/^aws_sqs_queue\.url$/, (question) => question.attribute("id")],
  [/^aws_iam_\w+\.unique_id$/, (question) => `AROA${question.own("CODE", 17)}`],
  [
    /^aws_msk_\w+\.bootstrap_brokers\w*$/,
    inRegion((question) => `b-1.${question.attribute("cluster_name")}.${question.own("hex", 6)}.c2.kafka`),
  ],
  [/\.private_ips?$|\.private_ip_address(es)?$/, privateAddress],
  [
    /_arns?$/,
    (question) =>
      `arn:aws:${question.kind.split("_")[0]}:${question.setting("region")}:${question.setting("account")}:${question.name.replace(/_arns?$/, "").replaceAll("_", "-")}/${question.own("hex", 12)}`,
  ],
];

function certificate(question: Question): string {
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${question.own("code", 64)}\n-----END CERTIFICATE-----\n`).toString("base64");
}

function database(question: Question): string {
  const host = `${question.attribute("identifier")}.${question.random("hex", 12)}.${question.setting("region")}.rds.amazonaws.com`;
  return question.name === "address" ? host : `${host}:${question.attribute("port") ?? "5432"}`;
}

function cache(question: Question): string {
  const part = question.name.startsWith("reader") ? "replica" : question.name.startsWith("primary") ? "master" : "clustercfg";
  return `${part}.${question.attribute("replication_group_id")}.${question.random("hex", 6)}.use1.cache.amazonaws.com`;
}
