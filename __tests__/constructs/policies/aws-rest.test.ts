import { expect, it } from "vitest";
import { awsIamPolicies } from "../../../constructs/policies/aws-iam.ts";
import { awsKeyPolicies } from "../../../constructs/policies/aws-keys.ts";
import { awsMessagePolicies } from "../../../constructs/policies/aws-messages.ts";
import { awsNetworkPolicies } from "../../../constructs/policies/aws-network.ts";
import { foundInEstate, staging, testRule } from "./rule-cases.ts";

const key = "${aws_kms_key.K.arn}";
const policies = [...awsIamPolicies, ...awsKeyPolicies, ...awsMessagePolicies, ...awsNetworkPolicies];
const document = (...Statement: object[]): string => JSON.stringify({ Statement });

testRule(policies, {
  rule: "AWS-13",
  resources: {
    "aws_kms_key.It": { enable_key_rotation: true, policy: document({ Effect: "Allow", Principal: { AWS: "arn:root" }, Action: "kms:*" }) },
  },
  fine: [
    ["a key that cannot rotate", { enable_key_rotation: false, customer_master_key_spec: "RSA_4096" }],
    ["everybody, under a condition", { policy: document({ Effect: "Allow", Principal: "*", Condition: { StringEquals: { a: "b" } } }) }],
    ["a policy that is known later", { policy: "${jsonencode(x)}" }],
  ],
  refused: [
    ["one that does not rotate", { enable_key_rotation: undefined }, ["enable_key_rotation"]],
    ["one that is gone in a week", { deletion_window_in_days: 7 }, ["deletion_window_in_days"]],
    ["everybody", { policy: document({ Effect: "Allow", Principal: { AWS: "*" } }) }, ["policy"]],
  ],
});

testRule(policies, {
  rule: "AWS-14",
  resources: {
    "aws_vpc.It": { cidr_block: "10.0.0.0/16" },
    "aws_flow_log.F": { vpc_id: "${aws_vpc.It.id}" },
    "aws_default_security_group.G": { vpc_id: "${aws_vpc.It.id}" },
  },
  refused: [
    ["no flow log", { "aws_flow_log.F|vpc_id": "${aws_vpc.Item.id}" }, ["aws_flow_log"]],
    ["the default group as it is", { "aws_default_security_group.G|vpc_id": "x" }, ["aws_default_security_group"]],
    ["a default group with rules", { "aws_default_security_group.G|ingress": [{ from_port: 1 }] }, ["ingress"]],
  ],
});

testRule(policies, {
  rule: "AWS-15",
  resources: { "aws_subnet.It": { map_public_ip_on_launch: false } },
  fine: [["a subnet that says nothing", { map_public_ip_on_launch: undefined }]],
  refused: [["public addresses", { map_public_ip_on_launch: true }, ["map_public_ip_on_launch"]]],
});

testRule(policies, {
  rule: "AWS-16",
  resources: { "aws_vpc_security_group_ingress_rule.It": { cidr_ipv4: "10.0.0.0/8", description: "the estate" } },
  refused: [
    ["everybody", { cidr_ipv4: "0.0.0.0/0" }, ["cidr_ipv4"]],
    ["everybody by IPv6", { cidr_ipv4: undefined, cidr_ipv6: "::/0" }, ["cidr_ipv6"]],
    ["a rule that says nothing", { description: "" }, ["description"]],
  ],
});

testRule(policies, {
  rule: "AWS-16",
  resources: { "aws_security_group.It": { description: "web", ingress: [{ cidr_blocks: ["10.0.0.0/8"] }] } },
  fine: [["a way out to everywhere", { egress: [{ cidr_blocks: ["0.0.0.0/0"] }] }]],
  refused: [["everybody, inside a group", { ingress: [{ cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] }] }, ["ingress.cidr_blocks"]]],
});

testRule(policies, {
  rule: "AWS-17",
  resources: { "aws_cloudwatch_log_group.It": { kms_key_id: key, retention_in_days: 30 } },
  refused: [
    ["Amazon's key", { kms_key_id: undefined }, ["kms_key_id"]],
    ["a week", { retention_in_days: 7 }, ["retention_in_days"]],
  ],
});

testRule(policies, {
  rule: "AWS-18",
  resources: {
    "aws_lb.It": { security_groups: ["${group}"], access_logs: [{ bucket: "${bucket}", enabled: true }], enable_deletion_protection: true },
  },
  fine: [["one that may go", { enable_deletion_protection: false }, staging]],
  refused: [
    ["no group", { security_groups: undefined }, ["security_groups"]],
    ["no log", { access_logs: undefined }, ["access_logs.enabled", "access_logs.bucket"]],
    ["a log that is off", { "access_logs.enabled": false }, ["access_logs.enabled"]],
    ["one that may go by mistake", { enable_deletion_protection: undefined }, ["enable_deletion_protection"]],
  ],
});

testRule(policies, {
  rule: "AWS-19",
  resources: { "aws_dms_endpoint.It": { kms_key_arn: key, ssl_mode: "verify-full", engine_name: "postgres" } },
  fine: [
    ["Kafka, which says it elsewhere", { engine_name: "kafka", ssl_mode: "none", kafka_settings: [{ security_protocol: "sasl-ssl" }] }],
  ],
  refused: [
    ["Amazon's key", { kms_key_arn: undefined }, ["kms_key_arn"]],
    ["plain text", { ssl_mode: undefined }, ["ssl_mode"]],
    [
      "Kafka in plain text",
      { engine_name: "kafka", kafka_settings: [{ security_protocol: "plaintext" }] },
      ["kafka_settings.security_protocol"],
    ],
  ],
});

testRule(policies, {
  rule: "AWS-19",
  resources: { "aws_dms_replication_instance.It": { kms_key_arn: key, publicly_accessible: false, multi_az: true } },
  fine: [["one zone", { multi_az: false }, staging]],
  refused: [
    ["a public address, which is the default", { publicly_accessible: undefined }, ["publicly_accessible"]],
    ["one zone in production", { multi_az: false }, ["multi_az"]],
  ],
});

testRule(policies, {
  rule: "AWS-20",
  resources: {
    "aws_msk_cluster.It": {
      encryption_info: [{ encryption_at_rest_kms_key_arn: key }],
      client_authentication: [{ sasl: [{ iam: true }] }],
      logging_info: [{ broker_logs: [{ cloudwatch_logs: [{ enabled: true }] }] }],
    },
  },
  refused: [
    ["Amazon's key", { encryption_info: undefined }, ["encryption_info.encryption_at_rest_kms_key_arn"]],
    [
      "plain text too",
      { "encryption_info.encryption_in_transit": [{ client_broker: "TLS_PLAINTEXT", in_cluster: false }] },
      ["encryption_info.encryption_in_transit.client_broker", "encryption_info.encryption_in_transit.in_cluster"],
    ],
    ["clients nobody knows", { client_authentication: undefined }, ["client_authentication"]],
    ["also clients nobody knows", { "client_authentication.unauthenticated": true }, ["client_authentication.unauthenticated"]],
    ["no log", { logging_info: undefined }, ["logging_info.broker_logs"]],
    [
      "the internet",
      { broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type: "SERVICE_PROVIDED_EIPS" }] }] }] },
      ["broker_node_group_info.connectivity_info.public_access.type"],
    ],
  ],
});

const web = (Condition?: object, Principal: object = { Federated: "arn:oidc" }) =>
  document({ Effect: "Allow", Principal, ...(Condition && { Condition }) });
const pinned = { StringEquals: { "host:aud": "aws" }, StringLike: { "host:sub": ["organization:acme:project:p:*"] } };

testRule(policies, {
  rule: "AWS-21",
  resources: { "aws_iam_role.It": { assume_role_policy: web(pinned) } },
  fine: [["a service", { assume_role_policy: web(undefined, { Service: "ec2.amazonaws.com" }) }]],
  refused: [
    ["anybody's token", { assume_role_policy: web() }, ["assume_role_policy", "assume_role_policy"]],
    ["any audience", { assume_role_policy: web({ StringLike: { ...pinned.StringLike, "host:aud": "*" } }) }, ["assume_role_policy"]],
    ["any subject", { assume_role_policy: web({ StringLike: { "host:aud": "aws", "host:sub": "*" } }) }, ["assume_role_policy"]],
    [
      "any organization",
      { assume_role_policy: web({ StringLike: { "host:aud": "aws", "host:sub": "organization:*:project:p" } }) },
      ["assume_role_policy"],
    ],
  ],
});

const allow = (Action: string | string[], Resource: string, more: object = {}) => document({ Effect: "Allow", Action, Resource, ...more });

testRule(policies, {
  rule: "AWS-22",
  resources: { "aws_iam_policy.It": { policy: allow(["s3:*", "iam:PassRole"], "arn:aws:iam::1:role/x") } },
  fine: [
    ["a denial of everything", { policy: document({ Effect: "Deny", Action: "*", Resource: "*" }) }],
    ["roles under a condition", { policy: allow("iam:PassRole", "*", { Condition: { StringEquals: { "iam:PassedToService": "eks" } } }) }],
  ],
  refused: [
    ["everything", { policy: allow("*", "*") }, ["policy"]],
    ["every role", { policy: allow(["s3:Get*", "iam:PassRole"], "*") }, ["policy"]],
  ],
});

testRule(policies, {
  rule: "AWS-23",
  resources: {
    "aws_ecr_repository.It": {
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: [{ scan_on_push: true }],
      encryption_configuration: [{ encryption_type: "KMS" }],
    },
  },
  refused: [
    ["tags that move", { image_tag_mutability: undefined }, ["image_tag_mutability"]],
    ["images nobody looks into", { image_scanning_configuration: undefined }, ["image_scanning_configuration.scan_on_push"]],
    ["S3's own keys", { encryption_configuration: undefined }, ["encryption_configuration.encryption_type"]],
  ],
});

it("finds nothing in the default estate", () => expect(foundInEstate(policies)).toEqual([]));
