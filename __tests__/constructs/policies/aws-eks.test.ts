import { expect, it } from "vitest";
import { eksPolicies } from "../../../constructs/policies/aws-eks.ts";
import { foundInEstate, staging, testRule } from "./rule-cases.ts";

const public_ = "vpc_config.endpoint_public_access";
const cluster = (attributes: object) => ({ "aws_eks_cluster.It": { ...attributes } });

testRule(eksPolicies, {
  rule: "AWS-01",
  resources: cluster({ vpc_config: [{ endpoint_public_access: false, endpoint_private_access: true }] }),
  fine: [["listed ranges", { [public_]: true, "vpc_config.public_access_cidrs": ["203.0.113.0/24"] }]],
  refused: [
    ["the internet", { [public_]: true }, [public_]],
    ["the internet by default", { [public_]: undefined }, [public_]],
    ["the internet as a range", { [public_]: true, "vpc_config.public_access_cidrs": ["0.0.0.0/0"] }, [public_]],
    ["one that nobody reaches", { "vpc_config.endpoint_private_access": undefined }, ["vpc_config.endpoint_private_access"]],
  ],
});

testRule(eksPolicies, {
  rule: "AWS-02",
  resources: cluster({ encryption_config: [{ provider: [{ key_arn: "${aws_kms_key.K.arn}" }], resources: ["secrets"] }] }),
  refused: [
    ["no encryption", { encryption_config: undefined }, ["encryption_config.provider.key_arn", "encryption_config.resources"]],
    ["encryption of nothing", { "encryption_config.resources": [] }, ["encryption_config.resources"]],
  ],
});

testRule(eksPolicies, {
  rule: "AWS-03",
  resources: cluster({ enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"] }),
  refused: [
    ["no logs", { enabled_cluster_log_types: undefined }, ["enabled_cluster_log_types"]],
    ["one too few", { enabled_cluster_log_types: ["api", "audit", "authenticator", "scheduler"] }, ["enabled_cluster_log_types"]],
  ],
});

const [mode, creator] = ["access_config.authentication_mode", "access_config.bootstrap_cluster_creator_admin_permissions"];

testRule(eksPolicies, {
  rule: "AWS-04",
  resources: cluster({
    access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }],
    deletion_protection: true,
  }),
  fine: [["one that may go", { deletion_protection: false }, staging]],
  refused: [
    ["the config map", { [mode]: "API_AND_CONFIG_MAP" }, [mode]],
    ["a creator who rules", { [creator]: undefined }, [creator]],
    ["one that may go by mistake", { deletion_protection: undefined }, ["deletion_protection"]],
  ],
});

const [tokens, hops] = ["metadata_options.http_tokens", "metadata_options.http_put_response_hop_limit"];

testRule(eksPolicies, {
  rule: "AWS-05",
  resources: { "aws_launch_template.It": { metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 1 }] } },
  fine: [["no metadata at all", { metadata_options: [{ http_endpoint: "disabled" }] }]],
  refused: [
    ["version 1", { [tokens]: "optional" }, [tokens]],
    ["containers", { [hops]: 2 }, [hops]],
    ["tags in metadata", { "metadata_options.instance_metadata_tags": "enabled" }, ["metadata_options.instance_metadata_tags"]],
    ["a template that says nothing", { metadata_options: undefined }, [tokens, hops]],
  ],
});

it("finds nothing in the default estate", () => expect(foundInEstate(eksPolicies)).toEqual([]));
