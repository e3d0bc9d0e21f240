import { describe, expect, it } from "vitest";
import { applyRoles, planRoles } from "../../../constructs/account/gcp-runners.ts";
import { at } from "../variants.ts";
import { all, gcp, get, one, stackOf } from "./variants.ts";

const prod = stackOf("prod account");
const dev = stackOf("dev account");
const rolesOf = (runner: string) =>
  Object.entries(all(prod, "project_iam_member"))
    .filter(([id]) => id.startsWith(`Account_${runner}_`))
    .map(([, { role }]) => role);
const permissions = (runner: string) => get(prod, "project_iam_custom_role", `Account_${runner}_Role`).permissions as string[];

describe("gcp account: who is trusted", () => {
  it("GCP-13 takes HCP Terraform's tokens of one organization and project, with a subject that always fits", () => {
    const provider = get(prod, "iam_workload_identity_pool_provider", "Account_Trust_Terraform");
    expect(provider).toMatchObject({
      oidc: [{ issuer_uri: "https://app.terraform.io" }],
      attribute_condition: 'assertion.terraform_organization_name == "acme" && assertion.terraform_project_name == "acme-prod"',
    });
    expect(at(provider, "attribute_mapping")).toMatchObject({ "google.subject": "assertion.terraform_workspace_id" });
  });

  it("GCP-13 takes GitHub's tokens of one repository's jobs in one environment", () => {
    const provider = get(prod, "iam_workload_identity_pool_provider", "Account_Trust_Github");
    const condition = provider.attribute_condition as string;
    expect(provider).toMatchObject({ oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }] });
    expect(condition.split(" && ")).toEqual([
      'assertion.repository_owner == "acme"',
      'assertion.repository == "acme/platform"',
      'assertion.environment == "prod"',
    ]);
    expect(get(dev, "iam_workload_identity_pool_provider", "Account_Trust_Github").attribute_condition).toContain('environment == "dev"');
  });

  it("takes tokens only that were issued for the provider itself, Google's own default", () => {
    for (const provider of Object.values(all(prod, "iam_workload_identity_pool_provider"))) {
      expect(at(provider, "oidc.0")).not.toHaveProperty("allowed_audiences");
    }
  });

  it("keeps plan and apply apart: each identity is for runs of its own phase, and the pipeline for one subject", () => {
    const pool = "iam.googleapis.com/${google_iam_workload_identity_pool.Account_Trust_Pool.name}";
    const members = Object.fromEntries(Object.entries(all(prod, "service_account_iam_member")).map(([id, { member }]) => [id, member]));
    expect(members).toEqual({
      Account_Plan_Trusted: `principalSet://${pool}/attribute.project_phase/acme-prod/plan`,
      Account_Apply_Trusted: `principalSet://${pool}/attribute.project_phase/acme-prod/apply`,
      Account_Pipeline_Trusted: `principal://${pool}/subject/repo:acme/platform:environment:prod`,
    });
    for (const { role } of Object.values(all(prod, "service_account_iam_member"))) expect(role).toBe("roles/iam.workloadIdentityUser");
    expect(prod.output?.account__plan_identity?.value).toBe("${google_service_account.Account_Plan.email}");
    expect(prod.output?.account__apply_identity?.value).toBe("${google_service_account.Account_Apply.email}");
  });

  it("refuses to lose the pool of a protected environment, whose name stays taken", () => {
    expect(at(one(prod, "iam_workload_identity_pool"), "lifecycle.prevent_destroy")).toBe(true);
    expect(at(one(dev, "iam_workload_identity_pool"), "lifecycle.prevent_destroy")).toBe(false);
  });
});

describe("gcp account: what they may do", () => {
  it("GCP-12 gives no primitive role, nobody the right to act as others, and makes no keys", () => {
    for (const { role } of Object.values(all(prod, "project_iam_member"))) {
      expect(role).not.toMatch(/^roles\/(owner|editor|viewer)$/);
      expect(role).not.toMatch(/serviceAccount(User|TokenCreator|KeyAdmin)/);
    }
    expect(all(prod, "service_account_key")).toEqual({});
  });

  it("lets people's groups into the project's clusters, once for all of them", () => {
    const people = Object.entries(all(prod, "project_iam_member")).filter(([id]) => id.startsWith("Account_People_"));
    expect(people.map(([, { role, member }]) => [role, member])).toEqual([
      ["roles/container.admin", "group:platform-administrators@example.com"],
      ["roles/container.viewer", "group:developers@example.com"],
    ]);
  });

  it("only looks while planning, and not at data", () => {
    expect(rolesOf("Plan").sort()).toEqual([...planRoles, "${google_project_iam_custom_role.Account_Plan_Role.name}"].sort());
    for (const role of planRoles) {
      expect(role).toMatch(/([vV]iewer|[rR]eader|[mM]etadataViewer|Reviewer|browser|serviceUsageConsumer)$/);
      expect(role).not.toMatch(/secretAccessor|storage\.object|bigquery\.dataViewer/);
    }
    for (const permission of permissions("Plan")) expect(permission).toMatch(/\.(get|list|read|getIamPolicy|getAuthString)$/);
  });

  it("manages what stacks are made of while applying, budgets without a role on the billing account", () => {
    expect(rolesOf("Apply").sort()).toEqual([...applyRoles, "${google_project_iam_custom_role.Account_Apply_Role.name}"].sort());
    expect(permissions("Apply")).toEqual(["billing.resourcebudgets.read", "billing.resourcebudgets.write"]);
    expect(all(prod, "billing_account_iam_member")).toEqual({});
  });

  it("lets the pipeline push images", () => {
    expect(rolesOf("Pipeline")).toEqual(["roles/artifactregistry.writer"]);
  });

  it("forbids keys, public addresses and public data to everybody, by organization policy", () => {
    const policies = Object.values(all(prod, "org_policy_policy"));
    const constraints = policies.map(({ name }) => name.replace("projects/acme-prod/policies/", ""));
    expect(constraints).toEqual(
      expect.arrayContaining([
        "compute.vmExternalIpAccess",
        "iam.disableServiceAccountKeyCreation",
        "sql.restrictPublicIp",
        "storage.publicAccessPrevention",
        "storage.uniformBucketLevelAccess",
      ]),
    );
    for (const policy of policies) {
      const rule = at(policy, "spec.0.rules.0");
      const on = policy.name.endsWith("vmExternalIpAccess") ? { deny_all: "TRUE" } : { enforce: "TRUE" };
      expect(rule, policy.name).toEqual(on);
    }
  });
});

describe("gcp account: what is watched", () => {
  it("logs every access and keeps it, locked where the environment is protected", () => {
    expect(one(prod, "project_iam_audit_config")).toMatchObject({
      service: "allServices",
      audit_log_config: [{ log_type: "ADMIN_READ" }, { log_type: "DATA_READ" }, { log_type: "DATA_WRITE" }],
    });
    const key = { kms_key_name: "${google_kms_crypto_key.Account_Audit_Logs_Key.id}" };
    expect(one(prod, "logging_project_bucket_config")).toMatchObject({
      ...{ location: "us-east4", retention_days: 365, locked: true, cmek_settings: [key] },
      lifecycle: { prevent_destroy: true },
    });
    expect(one(dev, "logging_project_bucket_config")).toMatchObject({ retention_days: 90, locked: false, cmek_settings: [key] });
    expect(one(prod, "logging_project_sink")).toMatchObject({ filter: 'logName:"cloudaudit.googleapis.com"' });
    expect(one(prod, "logging_project_exclusion").filter).toBe(one(prod, "logging_project_sink").filter);
  });

  it("C-06 has the configured budget, of this project alone, and warns before it is spent", () => {
    for (const [stack, units] of [
      [prod, "15000"],
      [dev, "2500"],
    ] as const) {
      const budget = one(stack, "billing_budget");
      expect(budget).toMatchObject({
        amount: [{ specified_amount: [{ currency_code: "USD", units }] }],
        budget_filter: [{ projects: ["projects/444444444444"], calendar_period: "MONTH" }],
      });
      const thresholds = budget.threshold_rules as { threshold_percent: number; spend_basis: string }[];
      expect(thresholds.filter(({ spend_basis }) => spend_basis === "CURRENT_SPEND").map((rule) => rule.threshold_percent)).toEqual([
        0.5, 0.8, 1,
      ]);
      expect(thresholds.filter(({ spend_basis }) => spend_basis === "FORECASTED_SPEND")).toHaveLength(1);
    }
  });

  it("lets Google's billing service, and nobody else, publish to the budget's topic", () => {
    expect(one(prod, "pubsub_topic_iam_member")).toMatchObject({
      role: "roles/pubsub.publisher",
      member: "serviceAccount:billing-budget-alert@system.gserviceaccount.com",
    });
  });

  it("names each contact once, also where one address hears of everything", () => {
    const same = gcp("account", { input: { billingContact: "security@example.com" } });
    expect(one(same, "essential_contacts_contact")).toMatchObject({
      email: "security@example.com",
      notification_category_subscriptions: ["SECURITY", "TECHNICAL", "BILLING", "SUSPENSION"],
    });
    expect(Object.keys(all(prod, "essential_contacts_contact"))).toHaveLength(2);
  });

  it("turns an API on before the first resource of it, and never off", () => {
    for (const service of Object.values(all(prod, "project_service"))) expect(service).toMatchObject({ disable_on_destroy: false });
    expect(one(prod, "billing_budget").depends_on).toContain("google_project_service.Account_Services_Billingbudgets");
    expect(get(prod, "service_account", "Account_Plan").depends_on).toContain("google_project_service.Account_Services_Iam");
  });
});
