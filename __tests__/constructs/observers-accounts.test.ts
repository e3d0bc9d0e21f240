import { describe, expect, it } from "vitest";
import { boundaryStatements } from "../../constructs/account/aws-boundary.ts";
import { all, named, observed, place, type Stack, stackOf, whole } from "./observed-stack.ts";

const types = (stack: Stack) => Object.keys(stack.resource);
const only = (...clouds: ("aws" | "gcp" | "azure")[]) => stackOf({ places: clouds.map(place) });
const roles = named("aws_iam_role");
const role = (name: string) => roles[name] ?? {};
interface Trust {
  Principal: { AWS: string };
  Action: string;
  Condition: { StringEquals: Record<string, string> };
}
const trust = (name: string): Trust[] => JSON.parse(role(name).assume_role_policy).Statement;

describe("accounts of AWS", () => {
  it("are read by the vendor's own account and nobody else, who must say for whom: never by all", () => {
    const vendors = { Datadog_Accounts_AwsRole: "464622532012", NewRelic_Accounts_AwsRole: "754728514883" };
    expect(Object.keys(roles).sort()).toEqual(Object.keys(vendors));
    for (const [name, account] of Object.entries(vendors)) {
      expect(trust(name)).toHaveLength(1);
      expect(trust(name)[0]).toMatchObject({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" });
      expect(Object.keys(trust(name)[0]?.Condition.StringEquals ?? {})).toEqual(["sts:ExternalId"]);
    }
    expect(trust("Datadog_Accounts_AwsRole")[0]?.Condition.StringEquals["sts:ExternalId"]).toBe(
      "${datadog_integration_aws_account.Datadog_Accounts_Aws.auth_config.aws_auth_config_role.external_id}",
    );
    expect(trust("NewRelic_Accounts_AwsRole")[0]?.Condition.StringEquals["sts:ExternalId"]).toBe("1234567");
  });

  it("give measurements: nothing is written, no data is read, no action is a pattern", () => {
    for (const { policy } of all("aws_iam_role_policy")) {
      const actions: string[] = JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
      for (const action of actions)
        expect(action).toMatch(/^[a-z0-9]+:(GetMetric(Data|Statistics)|GetResources|GetTag(Keys|Values)|Describe\w+|List\w+)$/);
    }
  });

  it("have roles that runs of the environment may make, below its boundary, which leaves them what they need", () => {
    for (const { name, permissions_boundary } of Object.values(roles)) {
      expect(name).toMatch(/^acme-prod-aws-/);
      expect(permissions_boundary).toBe("arn:aws:iam::444444444444:policy/acme-prod-boundary");
    }
    const ceiling = boundaryStatements(place("aws")).flatMap(({ Action }) => Action ?? []);
    for (const { policy } of all("aws_iam_role_policy"))
      for (const action of JSON.parse(policy).Statement[0].Action) expect(ceiling).toContain(`${action.split(":")[0]}:*`);
  });

  it("are asked for the regions of the environment's places and the services of its signals", () => {
    const [integration] = all("datadog_integration_aws_account");
    expect(integration?.auth_config.aws_auth_config_role).toEqual({ role_name: role("Datadog_Accounts_AwsRole").name });
    expect(integration?.aws_regions).toEqual({ include_only: ["us-east-1"] });
    expect(integration?.metrics_config.namespace_filters.include_only).toEqual(["AWS/ElastiCache", "AWS/NetworkELB", "AWS/RDS"]);
    expect(all("newrelic_cloud_aws_integrations")[0]?.rds.aws_regions).toEqual(["us-east-1"]);
  });
});

describe("projects of Google Cloud", () => {
  it("are read by a service account without keys, which Datadog's own acts as", () => {
    expect(all("google_service_account_iam_member")).toEqual([
      expect.objectContaining({
        role: "roles/iam.serviceAccountTokenCreator",
        member: "serviceAccount:${datadog_integration_gcp_sts.Datadog_Accounts_Gcp.delegate_account_email}",
      }),
    ]);
    expect(types(whole)).not.toContain("google_service_account_key");
  });

  it("give nobody a role that shows data", () => {
    for (const { role: given } of all("google_project_iam_member"))
      expect([
        "browser",
        "cloudasset.viewer",
        "cloudsql.viewer",
        "compute.viewer",
        "monitoring.viewer",
        "serviceusage.serviceUsageConsumer",
      ]).toContain(given.replace("roles/", ""));
  });

  it("are linked to New Relic once it is known who reads, and else not asked about", () => {
    expect(all("newrelic_cloud_gcp_link_account")).toHaveLength(1);
    const { gcpReader: _, ...without } = observed;
    const less = stackOf({ ...without, gcpReader: undefined });
    expect(types(less)).not.toContain("newrelic_cloud_gcp_link_account");
    expect(JSON.stringify(less)).not.toContain("GcpCloudSqlSample");
    expect(all("newrelic_nrql_alert_condition", less).length).toBe(all("newrelic_nrql_alert_condition").length - 2);
  });
});

describe("an environment's clouds", () => {
  it("bring their accounts, and nothing for Azure, which takes secrets only", () => {
    expect(types(only("azure")).filter((type) => /^(aws|google|azurerm)_|integration|link_account/.test(type))).toEqual([]);
    expect(types(only("aws")).filter((type) => /^google_|gcp/.test(type))).toEqual([]);
    expect(types(only("gcp")).filter((type) => /^aws_|_aws_/.test(type))).toEqual([]);
  });

  it("leave no secret anywhere: keys are the run's", () => {
    expect(whole.provider.datadog).toEqual([{ api_url: "https://api.datadoghq.eu" }]);
    expect(whole.provider.newrelic).toEqual([{ account_id: 1234567, region: "EU", api_key: "${var.new_relic_api_key}" }]);
    expect(whole.variable?.new_relic_api_key).toMatchObject({ default: null, sensitive: true });
    const json = JSON.stringify(whole.resource);
    for (const word of ["api_key", "app_key", "license", "client_secret", "auth_basic", "auth_token"]) expect(json).not.toContain(word);
  });
});

describe("hosts", () => {
  it("are asked from three continents, by both vendors alike", () => {
    const asked = all("datadog_synthetics_test").map(({ request_definition }) => request_definition.url);
    expect(asked).toEqual(["https://api.example.com/healthz", "https://health.prod-aws-use1.example.com/healthz"]);
    expect(all("newrelic_synthetics_monitor").map(({ uri }) => uri)).toEqual(asked);
    for (const { locations, options_list } of all("datadog_synthetics_test"))
      expect([locations.length, options_list.min_location_failed]).toEqual([3, 2]);
    for (const { locations_public } of all("newrelic_synthetics_monitor")) expect(locations_public).toHaveLength(3);
  });

  it("have an objective of being there, and those that users reach one of being quick", () => {
    expect(all("datadog_service_level_objective").map(({ name, thresholds }) => [name, thresholds[0].target])).toEqual([
      ["api.example.com is available", 99.9],
      ["api.example.com is quick", 99],
      ["prod-aws-use1 is available", 99.9],
    ]);
    expect(all("newrelic_service_level").map(({ name, objective }) => [name, objective.target])).toEqual(
      all("datadog_service_level_objective").map(({ name, thresholds }) => [name, thresholds[0].target]),
    );
  });

  it("come and go with configuration", () => {
    const none = stackOf({ hosts: [], healthHosts: undefined });
    expect(types(none).filter((type) => /synthetics|level/.test(type))).toEqual([]);
    expect(stackOf({ hosts: ["a.example.com", "b.example.com"], healthHosts: {} }).resource.datadog_synthetics_test).toHaveProperty(
      "Datadog_Probes_BExampleCom",
    );
  });
});

describe("dashboards", () => {
  const datadog = JSON.parse(all("datadog_dashboard_json")[0]?.dashboard);
  const newRelic = JSON.parse(all("newrelic_one_dashboard_json")[0]?.json);

  it("show every place, and every signal that is watched there", () => {
    const ids = observed.places.map(({ id }) => id);
    expect(newRelic.pages.map(({ name }: { name: string }) => name)).toEqual(ids);
    expect(datadog.widgets.slice(1).map(({ definition }: { definition: { title: string } }) => definition.title)).toEqual(ids);
    expect(datadog.widgets.slice(1).map(({ definition }: { definition: { widgets: unknown[] } }) => definition.widgets.length)).toEqual([
      10, 10, 6,
    ]);
    expect(newRelic.pages.map(({ widgets }: { widgets: unknown[] }) => widgets.length)).toEqual([10, 8, 6]);
  });

  it("graph what monitors ask, without the condition", () => {
    const graphs = datadog.widgets
      .slice(1)
      .flatMap(({ definition }: { definition: { widgets: { definition: { requests: { q: string }[] } }[] } }) =>
        definition.widgets.flatMap((widget) => widget.definition.requests.map(({ q }) => q)),
      );
    const queries = all("datadog_monitor").map(({ query }) => query);
    for (const graph of graphs) expect(queries.some((query) => query.includes(`:${graph} `))).toBe(true);
  });

  it("put no widget on another", () => {
    for (const { widgets } of newRelic.pages as { widgets: { layout: { row: number; column: number } }[] }[])
      expect(new Set(widgets.map(({ layout }) => `${layout.row} ${layout.column}`)).size).toBe(widgets.length);
  });
});
