import { isObject, type ObjectValue, type Value } from "../../values.ts";
import { privateAddress, publicAddress } from "./addresses.ts";
import { AWS_ROWS } from "./aws-ids.ts";
import { pemInBase64 } from "./certificates.ts";
import { nameLeftOut } from "./names.ts";
import type { Question } from "./question.ts";
import { shortRegion } from "./regions.ts";
import type { Rule } from "./rules.ts";
import { render } from "./template.ts";

/** The ARN of an object; undefined if its type has none, or it needs an attribute that is not known. */
export function arnOf(question: Question): string | undefined {
  const row = AWS_ROWS[question.choice.object.type]?.arn;
  if (row === undefined) return undefined;
  const resource = render(
    row,
    question.partsWith((name) => inArn(name, question.attribute(name) ?? nameLeftOut(question, name))),
  );
  if (resource === undefined) return undefined;
  const [, service = "", global, path = ""] = /^([a-z0-9-]+):(:)?(.*)$/s.exec(resource) ?? [];
  if (service === "s3") return `arn:aws:s3:::${path.replace(/^:/, "")}`;
  return `arn:aws:${service}:${global === undefined ? question.setting("region") : ""}:${question.setting("account")}:${path}`;
}

const BALANCERS: Readonly<Record<string, string>> = { network: "net", gateway: "gwy" };

/** An argument as it is written in an ARN: an issuer without the scheme, a load balancer's kind in short and its path without the rest. */
function inArn(name: string, value: string | undefined): string | undefined {
  switch (name) {
    case "url":
      return value?.replace(/^https:\/\//, "");
    case "load_balancer_type":
      return value && (BALANCERS[value] ?? "app");
    case "load_balancer_arn":
      return value?.replace(/^.*:loadbalancer\//, "");
    case "scope":
      return value?.toLowerCase();
    default:
      return value;
  }
}

/** What an ARN of a service begins with. */
const arn = (service: string): string => `arn:aws:${service}:{@region}:{@account}`;

/** Ids of what an object has beside it, by the name of the attribute that holds them. */
const BESIDE: readonly Rule[] = Object.entries({
  acl: "network_acl_ids?",
  dopt: "dhcp_options_id",
  eigw: "egress_only_gateway_id",
  eipalloc: "allocation_ids?",
  eipassoc: "association_id",
  eni: "network_interface_ids?",
  i: "instance_ids?",
  pl: "prefix_list_ids?",
  rtb: "route_table_ids?",
  sg: "security_group_ids?",
  subnet: "subnet_ids?|subnets",
  vpc: "vpc_id",
}).map(([prefix, name]) => [new RegExp(`[._](${name})$`), `${prefix}-{~hex17}`]);

/** Members of another map beside those of the provider's default tags. */
function allTags(question: Question): Value {
  const own = question.value("tags");
  return { ...defaultTags(question.context.settings.default_tags), ...(isObject(own) ? own : {}) };
}

function defaultTags(block: unknown): ObjectValue {
  const one: unknown = Array.isArray(block) ? block[0] : block;
  return (one as { readonly tags?: ObjectValue } | undefined)?.tags ?? {};
}

/** What AWS chooses. */
export const AWS_RULES: readonly Rule[] = [
  [/\.tags_all$/, allTags],
  [/^aws_sns_topic_subscription\.arn$/, "{id}"],
  [/^\w+\.arn$/, arnOf],
  [/^\w+\.(account_id|(vpc_)?owner_id|registry_id|owner)$/, "{@account}"],
  [/\.((home|vpc|service|bucket)_)?region$|\.network_border_group$/, "{@region}"],
  [/\.availability_zones?$/, (question) => `${question.setting("region")}${"abc"[question.index % 3]}`],
  [/\.availability_zone_ids?$/, zoneId],
  // clusters
  [/^aws_eks_cluster\.certificate_authority\.data$/, (question) => pemInBase64(question)],
  [/^aws_eks_cluster\.endpoint$/, "https://{HEX32}.gr7.{@region}.eks.amazonaws.com"],
  [/^aws_eks_cluster\.identity\.oidc\.issuer$/, "https://oidc.eks.{@region}.amazonaws.com/id/{HEX32}"],
  [/^aws_eks_cluster\.vpc_config\.public_access_cidrs$/, () => ["0.0.0.0/0"]],
  [/^aws_eks_\w+\.platform_version$/, "eks.9"],
  [/^aws_eks_cluster\.status$|^aws_eks_(addon|node_group)\.status$/, "ACTIVE"],
  [/^aws_eks_access_entry\.access_entry_arn$/, arnOf],
  [/^aws_eks_access_entry\.user_name$/, "{principal_arn}"],
  [/^aws_eks_pod_identity_association\.association_arn$/, arnOf],
  [/^aws_eks_pod_identity_association\.association_id$|\.security_group_rule_id$/, "{id}"],
  [/^aws_eks_node_group\.release_version$/, "{version|=1.33}.0-20250101"],
  [/^aws_eks_node_group\.version$|^aws_eks_cluster\.version$/, "1.33"],
  [/^aws_eks_node_group\.launch_template\.name$/, "lt-{hex8}"],
  [/^aws_eks_node_group\.resources\.autoscaling_groups\.name$/, "eks-{node_group_name}-{uuid}"],
  [/^aws_eks_addon\.addon_version$/, "v1.0.0-eksbuild.1"],
  [/^aws_ecr_repository\.repository_url$/, "{@account}.dkr.ecr.{@region}.amazonaws.com/{name}"],
  [/^aws_launch_template\.(latest|default)_version$/, () => 1],
  // networks
  [/^aws_vpc\.ipv6_cidr_block$/, (question) => (question.value("assign_generated_ipv6_cidr_block") === true ? "2001:db8::/56" : "")],
  [/^aws_(eip|nat_gateway)\.public_ip$/, publicAddress],
  [/^aws_eip\.public_dns$/, publicHost],
  [/^aws_eip\.allocation_id$/, "{id}"],
  [/^aws_efs_file_system\.dns_name$/, "{id}.efs.{@region}.amazonaws.com"],
  [/^aws_efs_mount_target\.dns_name$/, "{file_system_id}.efs.{@region}.amazonaws.com"],
  [/^aws_efs_mount_target\.mount_target_dns_name$/, "{@region}a.{file_system_id}.efs.{@region}.amazonaws.com"],
  [/^aws_efs_mount_target\.availability_zone_name$/, "{@region}a"],
  [/^aws_lb\.dns_name$/, "{name}-{hex16}.elb.{@region}.amazonaws.com"],
  [/^aws_lb\.zone_id$/, () => "Z26RNL4JYFTOTI"],
  [/^aws_lb(_target_group|_listener)?\.arn_suffix$/, (question) => arnOf(question)?.replace(/^.*?:(loadbalancer\/|(?=targetgroup\/))/, "")],
  [/^aws_route53_zone\.zone_id$|^aws_kms_\w+\.key_id$|^aws_sqs_queue\.url$/, "{id}"],
  [/^aws_route53_zone\.primary_name_server$|\.name_servers$/, (question) => `ns-${question.index + 1}.awsdns-01.com`],
  [/^aws_vpc_endpoint\.dns_entry\.dns_name$/, "{id}-{hex8}.{@region}.vpce.amazonaws.com"],
  [/^aws_ec2_transit_gateway_route_table_\w+\.resource_id$/, "vpc-{~hex17}"],
  [/^aws_msk_configuration\.latest_revision$/, "1"],
  [/^aws_route53_record\.fqdn$/, "{name}"],
  [/^aws_secretsmanager_secret_version\.arn$/, "{secret_id}"],
  [/^aws_ec2_transit_gateway_peering_attachment_accepter\.peer_region$/, "{@region}"],
  [/^aws_vpn_connection\.tunnel\d_address$/, publicAddress],
  [/^aws_vpn_connection\.tunnel\d_preshared_key$/, "{~code32}"],
  [/^aws_vpn_connection\.tunnel1_(cgw|vgw)_inside_address$/, (question) => `169.254.10.${question.name.includes("cgw") ? 2 : 1}`],
  [/^aws_vpn_connection\.tunnel2_(cgw|vgw)_inside_address$/, (question) => `169.254.11.${question.name.includes("cgw") ? 2 : 1}`],
  [/^aws_\w+\.tunnel\d_bgp_asn$|^aws_\w+\.amazon_side_asn$/, "64512"],
  // data
  [/^aws_(db_instance|rds_cluster_instance|rds_cluster)\.resource_id$|^aws_rds_cluster\.cluster_resource_id$/, "{dbi_resource_id|id}"],
  [/^aws_(db_instance|rds_cluster_instance)\.address$/, "{identifier}.{hex12}.{@region}.rds.amazonaws.com"],
  [/^aws_(db_instance|rds_cluster_instance)\.endpoint$/, endpointWithPort],
  [/^aws_(db_instance|rds_cluster|rds_cluster_instance)\.port$/, portOf],
  [/^aws_db_instance\.license_model$/, (question) => engineOf(question).license],
  [/^aws_db_instance\.option_group_name$/, "default:{engine}-{engine_version|=17}"],
  [/^aws_db_proxy\.endpoint$/, "{name}.proxy-{hex12}.{@region}.rds.amazonaws.com"],
  [/^aws_rds_cluster\.endpoint$/, "{cluster_identifier}.cluster-{hex12}.{@region}.rds.amazonaws.com"],
  [/^aws_rds_cluster\.reader_endpoint$/, "{cluster_identifier}.cluster-ro-{hex12}.{@region}.rds.amazonaws.com"],
  [/\.hosted_zone_id$/, () => "Z3AQBSTGFYJSTF"],
  [/\.engine_version(_actual)?$/, "{engine_version|=17.4}"],
  [/\.master_user_secret\.secret_arn$/, `${arn("secretsmanager")}:secret:rds!db-{uuid}-{~code6}`],
  [/\.master_user_secret\.secret_status$/, "active"],
  [/^aws_elasticache_replication_group\.(primary|reader|configuration)_endpoint_address$/, cache],
  [/^aws_elasticache_replication_group\.member_clusters$/, members],
  [/^aws_elasticache_(user|user_group)\.(user_id|user_group_id)$/, "{id}"],
  [/^aws_s3_bucket\.bucket_domain_name$/, "{bucket}.s3.amazonaws.com"],
  [/^aws_s3_bucket\.bucket_regional_domain_name$/, "{bucket}.s3.{@region}.amazonaws.com"],
  [/^aws_dms_\w+\.replication_(instance|task|subnet_group|config)_arn$|^aws_dms_\w+\.(endpoint|certificate)_arn$/, arnOf],
  [/^aws_dms_replication_instance\.replication_instance_(private|public)_ips$/, (question) => [privateAddress(question)]],
  [/^aws_msk_serverless_cluster\.bootstrap_brokers\w*$/, "boot-{hex8}.c1.kafka-serverless.{@region}.amazonaws.com:9098"],
  [/^aws_msk_cluster\.(bootstrap_brokers|zookeeper_connect)\w*$/, brokers],
  // identity and keys
  [/^aws_iam_role\.unique_id$|^aws_iam_service_linked_role\.unique_id$/, "AROA{~CODE17}"],
  [/^aws_iam_policy\.policy_id$/, "ANPA{~CODE17}"],
  [/^aws_iam_service_linked_role\.name$/, "{id:last}"],
  [/^aws_kms_alias\.target_key_arn$/, targetArn],
  [/\.kms_key_(id|arn)$/, `${arn("kms")}:key/{~uuid}`],
  [/^aws_ecs_task_definition\.arn_without_revision$/, `${arn("ecs")}:task-definition/{family}`],
  [/^aws_backup_vault_lock_configuration\.backup_vault_arn$/, `${arn("backup")}:backup-vault:{backup_vault_name}`],
  [/^aws_budgets_budget\.time_period_start$/, "2025-01-01_00:00"],
  [/^aws_budgets_budget_action\.action_id$/, "{uuid}"],
  ...BESIDE,
  [/\.private_(ips?|ip_address(es)?)$/, privateAddress],
  [/^aws_\w+\.(\w*_)?policy$/, () => JSON.stringify({ Version: "2012-10-17", Statement: [] })],
  [/_header_(name|value)$/, () => ""],
  [/_arns?$/, otherArn],
];

function publicHost(question: Question): string {
  return `ec2-${publicAddress(question.at("public_ip")).replaceAll(".", "-")}.compute-1.amazonaws.com`;
}

/** The number of a zone is that of its letter here. */
function zoneId(question: Question): string {
  const letter = question.attribute("availability_zone")?.at(-1) ?? "abc".charAt(question.index % 3);
  return `${shortRegion(question.setting("region"))}-az${"abcdef".indexOf(letter) + 1}`;
}

interface Engine {
  readonly port: number;
  readonly license: string;
}

/** Engines of databases by what their names hold; any other is as PostgreSQL. */
const ENGINES: readonly (readonly [RegExp, Engine])[] = [
  [/mysql|mariadb/, { port: 3306, license: "general-public-license" }],
  [/sqlserver/, { port: 1433, license: "license-included" }],
  [/oracle/, { port: 1521, license: "license-included" }],
];

function engineOf(question: Question): Engine {
  const name = question.attribute("engine") ?? "";
  return ENGINES.find(([engine]) => engine.test(name))?.[1] ?? { port: 5432, license: "postgresql-license" };
}

function portOf(question: Question): number {
  return Number(question.attribute("port") ?? engineOf(question).port);
}

function endpointWithPort(question: Question): string | undefined {
  return question.filled(`{identifier}.{hex12}.{@region}.rds.amazonaws.com:${portOf(question)}`);
}

/** Endpoints of a group of one shard are by its role; a group of several shards has but one, for its configuration. */
function cache(question: Question): string {
  const isSharded = Number(question.attribute("num_node_groups") ?? 1) > 1;
  if (question.name.startsWith("configuration") !== isSharded) return "";
  const part = isSharded ? "clustercfg" : question.name.startsWith("reader") ? "replica" : "master";
  return `${part}.${question.attribute("replication_group_id")}.${question.random("hex", 6)}.${shortRegion(question.setting("region"))}.cache.amazonaws.com`;
}

function members(question: Question): Value {
  const count = Number(question.attribute("num_cache_clusters") ?? 1);
  return Array.from({ length: count }, (_, index) => `${question.attribute("replication_group_id")}-00${index + 1}`);
}

const BROKER_PORTS: readonly (readonly [RegExp, number])[] = [
  [/zookeeper_connect_string_tls/, 2182],
  [/zookeeper/, 2181],
  [/public_sasl_iam/, 9198],
  [/sasl_iam/, 9098],
  [/sasl_scram/, 9096],
  [/tls/, 9094],
];

/** Three brokers with the port of the listener, comma-separated. */
function brokers(question: Question): string {
  const port = BROKER_PORTS.find(([name]) => name.test(question.name))?.[1] ?? 9092;
  const domain = `${question.attribute("cluster_name")}.${question.random("hex", 6)}.c2.kafka.${question.setting("region")}.amazonaws.com`;
  return [1, 2, 3].map((number) => `b-${number}.${domain}:${port}`).join(",");
}

/** The key of an alias, which may be said by its id or its ARN. */
function targetArn(question: Question): string | undefined {
  const target = question.attribute("target_key_id");
  return target?.startsWith("arn:") ? target : target && render(`${arn("kms")}:key/${target}`, question);
}

function otherArn(question: Question): string {
  const [service] = question.kind.split("_");
  const resource = question.name.replace(/_arns?$/, "").replaceAll("_", "-");
  return `arn:aws:${service}:${question.setting("region")}:${question.setting("account")}:${resource}/${question.own("hex", 12)}`;
}
