import type { ObjectValue } from "../../values.ts";
import { digitsOf, hexOf } from "../digest.ts";
import type { Answer, Question } from "./data-sources.ts";
import { password } from "./password.ts";
import { policyDocument } from "./policy-document.ts";

/** Regions with their letters in zone ids; a region of another name is rehearsed as the first one. */
const DEFAULT_REGION = "us-east-1";

/** Add-ons of EKS by their upstream versions; kube-proxy's is the cluster's. */
const ADDON_VERSIONS: Readonly<Record<string, string>> = {
  "amazon-cloudwatch-observability": "4.3.1",
  "aws-ebs-csi-driver": "1.48.0",
  "aws-efs-csi-driver": "2.1.11",
  "aws-mountpoint-s3-csi-driver": "2.0.0",
  "cert-manager": "1.18.2",
  coredns: "1.12.3",
  "eks-node-monitoring-agent": "1.4.0",
  "eks-pod-identity-agent": "1.3.8",
  "external-dns": "0.18.0",
  "metrics-server": "0.8.0",
  "snapshot-controller": "8.3.0",
  "vpc-cni": "1.20.1",
};

/** What AWS answers about accounts, regions and what it publishes. */
export const AWS_DATA: Readonly<Record<string, Answer>> = {
  aws_availability_zones: zones,
  aws_caller_identity: (question) => {
    const account = accountIn(question);
    const user = `AROA${hexOf(account, 17).toUpperCase()}`;
    return {
      id: account,
      account_id: account,
      arn: `arn:aws:sts::${account}:assumed-role/terraform/rehearsal`,
      user_id: `${user}:rehearsal`,
    };
  },
  aws_canonical_user_id: (question) => ({ id: hexOf(accountIn(question), 64), display_name: "platform" }),
  aws_eks_addon_version: ({ config }) => {
    const name = String(config.addon_name);
    const upstream = name === "kube-proxy" ? `${String(config.kubernetes_version)}.0` : (ADDON_VERSIONS[name] ?? "1.0.0");
    return { id: name, version: `v${upstream}-eksbuild.1` };
  },
  aws_eks_cluster_auth: ({ config }) => {
    const url = `https://sts.amazonaws.com/?Action=GetCallerIdentity&cluster=${String(config.name)}`;
    return { id: String(config.name), token: `k8s-aws-v1.${Buffer.from(url).toString("base64url")}` };
  },
  aws_iam_policy_document: ({ config }) => policyDocument(config),
  aws_ip_ranges: () => ({ cidr_blocks: ["52.94.76.0/22", "54.239.0.0/28"], ipv6_cidr_blocks: ["2600:1f14::/35"], sync_token: 1735689600 }),
  aws_partition: () => ({ id: "aws", partition: "aws", dns_suffix: "amazonaws.com", reverse_dns_prefix: "com.amazonaws" }),
  aws_region: (question) => {
    const region = regionIn(question);
    return { id: region, name: region, region, description: `Region ${region}`, endpoint: `ec2.${region}.amazonaws.com` };
  },
  aws_regions: () => ({ id: "aws", names: ["eu-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2"] }),
  aws_secretsmanager_random_password: ({ config }) => {
    const length = typeof config.password_length === "number" ? config.password_length : 32;
    return { random_password: password({ length, special: config.exclude_punctuation !== true }) };
  },
  aws_service_principal: (question) => {
    const name = `${String(question.config.service_name)}.amazonaws.com`;
    return { id: `${String(question.config.service_name)}.${regionIn(question)}.amazonaws.com`, name, suffix: "amazonaws.com" };
  },
  aws_ssm_parameter: parameter,
};

function zones(question: Question): ObjectValue {
  const region = regionIn(question);
  const [, area = "use", number = "1"] = region.match(/^([a-z]{2}-[a-z])[a-z]*-(\d)$/) ?? [];
  const letters = ["a", "b", "c"];
  const ids = letters.map((_, index) => `${area.replace("-", "")}${number}-az${index + 1}`);
  return { id: region, names: letters.map((letter) => region + letter), zone_ids: ids, group_names: [region] };
}

/** What AWS publishes under `/aws/service`: images by their ids; any other parameter has some text. */
function parameter(question: Question): ObjectValue {
  const name = question.said("name");
  const account = name.startsWith("/aws/") ? "" : accountIn(question);
  const value = /ami|image/.test(name) ? `ami-${hexOf(regionIn(question) + name, 17)}` : hexOf(name, 16);
  const arn = `arn:aws:ssm:${regionIn(question)}:${account}:parameter/${name.replace(/^\//, "")}`;
  return { id: name, arn, type: "String", value, insecure_value: value, version: 1 };
}

function regionIn({ said }: Question): string {
  return said("region") || DEFAULT_REGION;
}

function accountIn({ context }: Question): string {
  const allowed = context.settings.allowed_account_ids;
  const account: unknown = Array.isArray(allowed) ? allowed[0] : undefined;
  return typeof account === "string" ? account : digitsOf(context.stack, 12);
}
