import { describe, expect, it } from "vitest";
import { at, blocks } from "../variants.ts";
import { all, one, stack, statements } from "./stacks.ts";

const prod = stack("prod-aws-account");
const dev = stack("dev-aws-account");
const roleTrust = (id: string) => statements(all(prod, "aws_iam_role")[id]?.assume_role_policy)[0];
const managedPolicy = (id: string) => statements(all(prod, "aws_iam_policy")[id]?.policy);

/** What has to be in every region, by type. */
const regional = [
  "aws_sns_topic",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_guardduty_detector",
  "aws_securityhub_account",
  "aws_securityhub_standards_subscription",
  "aws_config_configuration_recorder",
  "aws_config_configuration_recorder_status",
  "aws_config_delivery_channel",
  "aws_accessanalyzer_analyzer",
  "aws_ebs_encryption_by_default",
  "aws_ebs_default_kms_key",
  "aws_ebs_snapshot_block_public_access",
  "aws_ec2_instance_metadata_defaults",
];

describe("the account in every region it uses", () => {
  it.each(regional)("has %s at home and in the region of the copies, and at home only without one", (type) => {
    const regions = Object.values(all(prod, type)).map(({ region }) => region);
    expect(regions).toEqual([undefined, "us-west-2"]);
    expect(Object.keys(all(dev, type))).toHaveLength(1);
  });

  it("keys the ids by region, whatever the order of the regions", () => {
    const turned = stack("prod-aws-account", { regions: ["us-west-2", "us-east-1"] });
    expect(turned.resource).toEqual(prod.resource);
    expect(Object.keys(all(prod, "aws_sns_topic"))).toEqual(["Account_Use1_Alerts", "Account_Usw2_Alerts"]);
  });

  it("gives all topics one name, each its own region's key, and publishes the home one", () => {
    const topics = all(prod, "aws_sns_topic");
    expect(new Set(Object.values(topics).map(({ name }) => name))).toEqual(new Set(["acme-prod-alerts"]));
    for (const [id, topic] of Object.entries(topics)) {
      expect(topic.kms_master_key_id).toBe(`\${aws_kms_key.${id}_Key.arn}`);
      expect(all(prod, "aws_kms_key")[`${id}_Key`]?.region).toBe(topic.region);
    }
    expect(prod.output?.account__alert_target?.value).toBe("${aws_sns_topic.Account_Use1_Alerts.arn}");
  });

  it("lets alarms and findings reach the encrypted topics, and nobody publish without TLS", () => {
    const [alarms, findings, tls] = statements(all(prod, "aws_sns_topic_policy").Account_Usw2_Alerts_Policy?.policy);
    expect([alarms?.Principal, findings?.Principal]).toEqual([
      { Service: "cloudwatch.amazonaws.com" },
      { Service: "events.amazonaws.com" },
    ]);
    expect(tls).toMatchObject({ Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
    const users = statements(all(prod, "aws_kms_key").Account_Usw2_Alerts_Key?.policy).map(({ Principal }) => Principal);
    expect(users).toEqual(expect.arrayContaining([{ Service: "cloudwatch.amazonaws.com" }, { Service: "events.amazonaws.com" }]));
  });

  it("sends findings to the topic of their own region", () => {
    const targets = all(prod, "aws_cloudwatch_event_target");
    expect(targets.Account_Usw2_Detection_SevereFindingsTarget).toMatchObject({
      arn: "${aws_sns_topic.Account_Usw2_Alerts.arn}",
      region: "us-west-2",
    });
  });

  it("records identities once, and nodes never", () => {
    const excluded = (id: string) =>
      at(all(prod, "aws_config_configuration_recorder")[id], "recording_group.0.exclusion_by_resource_types.0.resource_types");
    expect(excluded("Account_Use1_Detection_Recorder")).not.toContain("AWS::IAM::Role");
    expect(excluded("Account_Usw2_Detection_Recorder")).toEqual(expect.arrayContaining(["AWS::IAM::Role", "AWS::EC2::Instance"]));
  });
});

describe("AWS-21: who outside AWS may act in the account", () => {
  it.each(["plan", "apply"])("trusts HCP Terraform's %s phase of the environment's project only", (phase) => {
    const trust = roleTrust(`Account_Trust_${phase === "plan" ? "Plan" : "Apply"}`);
    expect(trust).toMatchObject({ Action: ["sts:AssumeRoleWithWebIdentity"] });
    expect(trust?.Condition).toEqual({
      StringEquals: { "app.terraform.io:aud": "aws.workload.identity" },
      StringLike: { "app.terraform.io:sub": [`organization:acme:project:acme-prod:workspace:*:run_phase:${phase}`] },
    });
  });

  it("trusts GitHub jobs of one repository in one environment only", () => {
    expect(roleTrust("Account_Trust_Pipeline")?.Condition).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: {
        "token.actions.githubusercontent.com:sub": ["repo:acme/platform:environment:prod", "repo:acme/platform:environment:prod:*"],
      },
    });
  });
});

describe("AWS-22: what the trusted roles may do", () => {
  it("lets the plan read, but neither secrets nor data", () => {
    expect(all(prod, "aws_iam_role_policy_attachment").Account_Trust_PlanReadOnlyAccess?.policy_arn).toMatch(/\/ReadOnlyAccess$/);
    const denied = managedPolicy("Account_Trust_PlanPolicy").find(({ Effect }) => Effect === "Deny");
    for (const action of ["secretsmanager:GetSecretValue", "ssm:GetParameter", "s3:GetObject", "kms:Decrypt", "dynamodb:GetItem"])
      expect(denied?.Action).toContain(action);
  });

  it("lets the apply phase make roles below the boundary only, and hand over its own only", () => {
    const policy = managedPolicy("Account_Trust_ApplyPolicy");
    const making = policy.find(({ Action, Effect }) => Effect === "Allow" && Action.includes("iam:CreateRole"));
    expect(making?.Condition).toEqual({ StringEquals: { "iam:PermissionsBoundary": "${aws_iam_policy.Account_Trust_Boundary.arn}" } });
    expect(making?.Action).toEqual(expect.arrayContaining(["iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]));
    const handing = policy.find(({ Action, Effect }) => Effect === "Allow" && Action.includes("iam:PassRole"));
    expect(handing?.Resource).toContain("arn:aws:iam::444444444444:role/acme-prod-aws-*");
    expect(handing?.Condition?.StringEquals?.["iam:PassedToService"]).toEqual(expect.arrayContaining(["pods.eks.amazonaws.com"]));
    const allowed = policy.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    expect(allowed).not.toContain("iam:DeleteRolePermissionsBoundary");
    expect(allowed.filter((action) => /^iam:(\*|Create\*|Put\*|Attach\*)$/.test(action))).toEqual([]);
  });

  it("keeps the apply phase from changing the trusted identities, the boundary, and what watches it", () => {
    const denied = managedPolicy("Account_Trust_ApplyPolicy").filter(({ Effect }) => Effect === "Deny");
    expect(denied[0]?.Resource).toEqual([
      ...["tfc-plan", "tfc-apply", "pipeline"].flatMap((role) =>
        ["role", "policy"].map((kind) => `arn:aws:iam::444444444444:${kind}/acme-prod-${role}`),
      ),
      "${aws_iam_policy.Account_Trust_Boundary.arn}",
    ]);
    expect(denied[1]?.Action).toEqual(
      expect.arrayContaining(["cloudtrail:StopLogging", "cloudtrail:UpdateTrail", "guardduty:UpdateDetector"]),
    );
  });

  it("lets no role under the boundary make identities, whatever its policies say", () => {
    const actions = managedPolicy("Account_Trust_Boundary").flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^(\*|iam:\*|organizations:|account:)/.test(action))).toEqual([]);
    expect(actions).not.toContain("iam:CreateRole");
    const passing = managedPolicy("Account_Trust_Boundary").find(({ Action }) => Action.includes("iam:PassRole"));
    expect(passing?.Resource).toEqual(["arn:aws:iam::444444444444:role/acme-prod-aws-*"]);
  });
});

describe("audit and costs", () => {
  it("AWS-12: locks the trail in prod and keeps a copy in the other region, but leaves dev free to go", () => {
    const lock = all(prod, "aws_s3_bucket_object_lock_configuration");
    expect(at(lock.Account_Audit_Bucket_ObjectLock, "rule.0.default_retention.0")).toEqual({ mode: "COMPLIANCE", days: 365 });
    expect(one(prod, "aws_s3_bucket_replication_configuration").bucket).toBe("${aws_s3_bucket.Account_Audit_Bucket.bucket}");
    expect(all(prod, "aws_iam_role").Account_Audit_Copy_Role?.permissions_boundary).toBe("${aws_iam_policy.Account_Trust_Boundary.arn}");
    expect(all(dev, "aws_s3_bucket_object_lock_configuration")).toEqual({});
    expect(all(dev, "aws_s3_bucket_replication_configuration")).toEqual({});
    expect(all(dev, "aws_s3_bucket").Account_Audit_Bucket).toMatchObject({ force_destroy: true });
  });

  it("records every management call of every region, validated and encrypted", () => {
    expect(one(prod, "aws_cloudtrail")).toMatchObject({
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      kms_key_id: "${aws_kms_key.Account_Audit_Key.arn}",
    });
  });

  it("C-06: budgets what the configuration says, and tells of 50, 80, 100 percent and of the forecast", () => {
    const budget = one(prod, "aws_budgets_budget");
    expect(budget.limit_amount).toBe("15000");
    expect(blocks(budget, "notification").map(({ notification_type, threshold }) => `${notification_type} ${threshold}`)).toEqual([
      "ACTUAL 50",
      "ACTUAL 80",
      "ACTUAL 100",
      "FORECASTED 100",
    ]);
  });
});
