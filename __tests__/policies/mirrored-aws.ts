import type { Mirrored } from "./mirrored.ts";

const trust = (condition: object, action: unknown = "sts:AssumeRoleWithWebIdentity"): string =>
  JSON.stringify({
    Statement: [
      { Effect: "Allow", Action: action, Principal: { Federated: "arn:aws:iam::1:oidc-provider/app.terraform.io" }, Condition: condition },
    ],
  });
const subjects = (...sub: string[]) => ({
  StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
  StringLike: { "app.terraform.io:sub": sub },
});
const rights = (changes: object): string =>
  JSON.stringify({ Statement: { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::site/*", ...changes } });
const tags = { environment: "prod" };
const key = "arn:aws:kms:us-east-1:1:key/1";

/** What a plan shows of the rules over AWS, by type. */
export const mirroredAws: readonly Mirrored[] = [
  {
    type: "aws_db_instance",
    fine: {
      engine: "postgres",
      storage_encrypted: true,
      kms_key_id: key,
      backup_retention_period: 35,
      deletion_protection: true,
      multi_az: true,
      iam_database_authentication_enabled: true,
      password: null,
      enabled_cloudwatch_logs_exports: ["postgresql"],
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: key,
      tags,
    },
    alsoFine: [
      { backup_retention_period: 0, multi_az: false, replicate_source_db: "arn:aws:rds:us-east-1:1:db:it" },
      { deletion_protection: false, tags: { environment: "dev" } },
    ],
    broken: [
      ["AWS-06", { storage_encrypted: false }],
      ["AWS-06", { kms_key_id: null }],
      ["AWS-07", { backup_retention_period: 6 }],
      ["AWS-07", { deletion_protection: false }],
      ["AWS-07", { multi_az: false }],
      ["AWS-08", { iam_database_authentication_enabled: false }],
      ["AWS-08", { password: "hunter2hunter2" }],
      ["AWS-09", { enabled_cloudwatch_logs_exports: [] }],
      ["AWS-09", { monitoring_interval: 0 }],
      ["AWS-09", { performance_insights_enabled: false }],
      ["AWS-09", { performance_insights_kms_key_id: null }],
    ],
  },
  { type: "aws_subnet", fine: { map_public_ip_on_launch: false }, broken: [["AWS-15", { map_public_ip_on_launch: true }]] },
  {
    type: "aws_rds_cluster",
    fine: { storage_encrypted: true, kms_key_id: key, master_password: null, tags },
    broken: [
      ["AWS-06", { storage_encrypted: false }],
      ["AWS-06", { kms_key_id: "" }],
      ["AWS-08", { master_password: "hunter2hunter2" }],
    ],
  },
  {
    type: "aws_dms_endpoint",
    fine: { kms_key_arn: key, ssl_mode: "verify-full", engine_name: "postgres" },
    broken: [["AWS-19", { kms_key_arn: null }]],
  },
  {
    type: "aws_dms_replication_instance",
    fine: { kms_key_arn: key, publicly_accessible: false },
    broken: [["AWS-19", { kms_key_arn: null }]],
  },
  {
    type: "aws_ecr_repository",
    fine: {
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "KMS", kms_key: key }],
      image_scanning_configuration: [{ scan_on_push: true }],
    },
    broken: [
      ["AWS-23", { image_tag_mutability: "MUTABLE" }],
      ["AWS-23", { encryption_configuration: [{ encryption_type: "AES256" }] }],
      ["AWS-23", { encryption_configuration: [] }],
    ],
  },
  {
    type: "aws_eks_cluster",
    fine: {
      access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }],
      deletion_protection: true,
      enabled_cluster_log_types: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryption_config: [{ provider: [{ key_arn: key }], resources: ["secrets"] }],
      vpc_config: [{ endpoint_public_access: false }],
      tags,
    },
    broken: [
      ["AWS-02", { encryption_config: [] }],
      ["AWS-03", { enabled_cluster_log_types: ["api", "authenticator", "controllerManager", "scheduler"] }],
      ["AWS-04", { access_config: [{ authentication_mode: "API_AND_CONFIG_MAP", bootstrap_cluster_creator_admin_permissions: false }] }],
      ["AWS-04", { access_config: [{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: true }] }],
      ["AWS-04", { deletion_protection: false }],
    ],
  },
  {
    type: "aws_elasticache_replication_group",
    fine: { at_rest_encryption_enabled: "true", kms_key_id: key, transit_encryption_enabled: true, tags },
    broken: [
      ["AWS-10", { at_rest_encryption_enabled: "false" }],
      ["AWS-10", { kms_key_id: null }],
      ["AWS-10", { transit_encryption_enabled: false }],
    ],
  },
  ...["aws_launch_template", "aws_instance"].map((type) => ({
    type,
    fine: { metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 1 }] },
    alsoFine: [{ metadata_options: [{ http_endpoint: "disabled" }] }],
    broken: [
      ["AWS-05", { metadata_options: [{ http_tokens: "optional", http_put_response_hop_limit: 1 }] }],
      ["AWS-05", { metadata_options: [{ http_tokens: "required", http_put_response_hop_limit: 2 }] }],
    ] as const,
  })),
  {
    type: "aws_lb",
    fine: { access_logs: [{ enabled: true, bucket: "logs" }], enable_deletion_protection: true, tags },
    alsoFine: [{ enable_deletion_protection: false, tags: { environment: "staging" } }],
    broken: [
      ["AWS-18", { access_logs: [{ enabled: false, bucket: "logs" }] }],
      ["AWS-18", { enable_deletion_protection: false }],
    ],
  },
  {
    type: "aws_msk_cluster",
    fine: {
      broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type: "DISABLED" }] }] }],
      client_authentication: [{ unauthenticated: false, sasl: [{ scram: true }] }],
      encryption_info: [{ encryption_at_rest_kms_key_arn: key, encryption_in_transit: [{ client_broker: "TLS", in_cluster: true }] }],
    },
    broken: [
      ["AWS-20", { broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type: "SERVICE_PROVIDED_EIPS" }] }] }] }],
      ["AWS-20", { client_authentication: [{ unauthenticated: true }] }],
      ["AWS-20", { encryption_info: [{ encryption_in_transit: [{ client_broker: "TLS", in_cluster: true }] }] }],
      [
        "AWS-20",
        { encryption_info: [{ encryption_at_rest_kms_key_arn: key, encryption_in_transit: [{ client_broker: "TLS_PLAINTEXT" }] }] },
      ],
    ],
  },
  {
    type: "aws_kms_key",
    fine: { enable_key_rotation: true, deletion_window_in_days: 30 },
    alsoFine: [{ enable_key_rotation: false, customer_master_key_spec: "RSA_2048" }, { deletion_window_in_days: null }],
    broken: [
      ["AWS-13", { enable_key_rotation: false }],
      ["AWS-13", { deletion_window_in_days: 7 }],
    ],
  },
  {
    type: "aws_cloudwatch_log_group",
    fine: { retention_in_days: 90, kms_key_id: key },
    alsoFine: [{ retention_in_days: 0 }],
    broken: [["AWS-17", { retention_in_days: 7 }]],
  },
  {
    type: "aws_sqs_queue",
    fine: { sqs_managed_sse_enabled: true, kms_master_key_id: null },
    alsoFine: [{ sqs_managed_sse_enabled: false, kms_master_key_id: key }],
    broken: [["AWS-24", { sqs_managed_sse_enabled: false }]],
  },
  {
    type: "aws_iam_role",
    fine: { assume_role_policy: trust(subjects("organization:acme:project:acme-dev:workspace:*:run_phase:plan")) },
    alsoFine: [
      {
        assume_role_policy: JSON.stringify({
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
        }),
      },
    ],
    broken: [
      ["AWS-21", { assume_role_policy: trust({ StringEquals: { "app.terraform.io:aud": "aws.workload.identity" } }) }],
      [
        "AWS-21",
        { assume_role_policy: trust({ StringLike: { "app.terraform.io:sub": "organization:acme:*" } }, ["sts:AssumeRoleWithWebIdentity"]) },
      ],
      ["AWS-21", { assume_role_policy: trust(subjects("organization:*:project:acme-dev:workspace:*:run_phase:plan")) }],
      ["AWS-21", { assume_role_policy: trust(subjects("*")) }],
    ],
  },
  ...["aws_iam_policy", "aws_iam_role_policy"].map((type) => ({
    type,
    fine: { policy: rights({}) },
    alsoFine: [{ policy: rights({ Effect: "Deny", Action: "*", Resource: "*" }) }],
    broken: [
      ["AWS-22", { policy: rights({ Action: "*", Resource: "*" }) }],
      ["AWS-22", { policy: rights({ Action: ["iam:PassRole"], Resource: ["*"] }) }],
    ] as const,
  })),
];
