import { describe, expect, it } from "vitest";
import { loadEstate } from "../../../config/load.ts";
import { outputName } from "../../../constructs/contract.ts";
import { edgeContract } from "../../../constructs/edge/contract.ts";
import { addressKinds, ingressContract } from "../../../constructs/ingress/contract.ts";
import { catalog } from "../../../stacks/catalog.ts";
import type { StackSpec } from "../../../stacks/stack-spec.ts";
import { committed, resources, type StackJson, synthesized } from "../../estate.ts";
import { lookup } from "../variants.ts";

type Facts = Record<string, unknown>;
const { all, one, get } = lookup<Facts>("azurerm_");

/** The stacks of an environment in which the clouds' own web load balancers are the way in, all of its clouds as they are. */
function stacksOf(name: "staging" | "prod"): StackSpec[] {
  const estate = loadEstate("config");
  const environment = estate.environments[name] as NonNullable<(typeof estate.environments)["prod"]>;
  const changed = { ...environment, traffic: { ...environment.traffic, origin: "l7-native" as const } };
  return catalog({ ...estate, environments: { ...estate.environments, [name]: changed } } as typeof estate);
}
const web = { prod: stacksOf("prod"), staging: stacksOf("staging") };
const specOf = (id: string): StackSpec => {
  const found = web[id.startsWith("prod") ? "prod" : "staging"].find((spec) => spec.id === id);
  if (found === undefined) throw new Error(`no stack ${id}`);
  return found;
};
const prod = synthesized(specOf("prod-azure-eus2-network"));
const staging = synthesized(specOf("staging-azure-eus2-network"));
const balancer = "${azurerm_application_load_balancer.Ingress.id}";

describe("a web load balancer of the cloud's own, on azure", () => {
  it("gives what every way in gives, and its name on the internet as the address", () => {
    const given = Object.keys(prod.output ?? {}).filter((name) => name.startsWith("ingress__"));
    expect(given.sort()).toEqual(
      Object.keys(ingressContract.fields)
        .map((field) => outputName(ingressContract, field))
        .sort(),
    );
    expect(prod.output).toMatchObject({
      ingress__address: { value: "${azurerm_application_load_balancer_frontend.Ingress_Entrance.fully_qualified_domain_name}" },
      ingress__address_kind: { value: addressKinds["l7-native"].azure },
      ingress__port: { value: 443 },
      ingress__binding_id: { value: balancer },
      ingress__binding_scope: { value: "${azurerm_web_application_firewall_policy.Ingress_Firewall.id}" },
      ingress__internal_address: { value: "10.224.63.250" },
    });
  });

  it("takes no public address and opens no firewall: nodes have no way in from the internet", () => {
    const addresses = Object.keys(all(prod, "public_ip"));
    expect(addresses.filter((id) => id.startsWith("Ingress"))).toEqual([]);
    expect(Object.keys(all(prod, "network_security_rule"))).not.toContain("Ingress_Edge");
    expect(Object.keys(all(committed("prod-azure-eus2-network"), "network_security_rule"))).toContain("Ingress_Edge");
  });

  it("has a subnet of its own in the place the plan kept for it, and moves no other", () => {
    expect(get(prod, "subnet", "Ingress_Subnet")).toMatchObject({
      name: "web-balancer",
      address_prefixes: ["10.224.67.0/24"],
      virtual_network_name: "${basename(azurerm_virtual_network.Network_Vnet.id)}",
      default_outbound_access_enabled: false,
      delegation: [{ service_delegation: [{ name: "Microsoft.ServiceNetworking/trafficControllers" }] }],
    });
    expect(one(prod, "application_load_balancer_subnet_association")).toMatchObject({
      application_load_balancer_id: balancer,
      subnet_id: "${azurerm_subnet.Ingress_Subnet.id}",
    });
    const rest = (stack: StackJson) => resources(stack).filter(([, id]) => !/^Ingress(_|$)/.test(id));
    expect(rest(prod)).toEqual(rest(committed("prod-azure-eus2-network")));
  });

  it("keeps its name: what is protected can be neither replaced nor deleted", () => {
    expect(one(prod, "application_load_balancer")).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(one(prod, "application_load_balancer_frontend")).toMatchObject({ name: "edge", lifecycle: { prevent_destroy: true } });
    expect(get(prod, "management_lock", "Ingress_Lock")).toMatchObject({
      scope: "${azurerm_application_load_balancer_frontend.Ingress_Entrance.id}",
      lock_level: "CanNotDelete",
    });
    expect(one(staging, "application_load_balancer_frontend")).toMatchObject({ lifecycle: { prevent_destroy: false } });
    expect(Object.keys(all(staging, "management_lock"))).not.toContain("Ingress_Lock");
  });

  it("keeps a record of requests and of its firewall, and tells when nobody is behind it", () => {
    expect(get(prod, "monitor_diagnostic_setting", "Ingress_Logs")).toMatchObject({
      target_resource_id: balancer,
      log_analytics_workspace_id: expect.stringContaining("account__log_store"),
      enabled_log: [{ category: "TrafficControllerAccessLog" }, { category: "TrafficControllerFirewallLog" }],
    });
    expect(get(prod, "monitor_metric_alert", "Ingress_NoTargets")).toMatchObject({
      scopes: [balancer],
      criteria: [{ metric_name: "BackendHealthyTargets", aggregation: "Average", operator: "LessThan", threshold: 1 }],
      action: [{ action_group_id: expect.stringContaining("account__alert_target") }],
    });
  });
});

describe("its firewall", () => {
  const policy = one(prod, "web_application_firewall_policy");

  it("blocks what Microsoft's rules know, in bodies too, and refuses none for its length", () => {
    expect(policy.managed_rules).toEqual([{ managed_rule_set: [{ type: "Microsoft_DefaultRuleSet", version: "2.1" }] }]);
    expect(policy.policy_settings).toMatchObject([
      {
        ...{ enabled: true, mode: "Prevention", request_body_check: true },
        ...{ request_body_enforcement: false, file_upload_enforcement: false },
      },
    ]);
  });

  it("comes after its resource group", () => expect(policy).toMatchObject({ depends_on: ["azurerm_subnet.Ingress_Subnet"] }));

  it("lets through nobody but the edge", () => {
    expect(policy.custom_rules).toEqual([
      {
        ...{ name: "EdgeOnly", priority: 1, rule_type: "MatchRule", action: "Block" },
        match_conditions: [
          {
            match_variables: [{ variable_name: "RemoteAddr" }],
            operator: "IPMatch",
            negation_condition: true,
            match_values: "${data.cloudflare_ip_ranges.EdgeRanges.ipv4_cidrs}",
          },
        ],
      },
    ]);
  });

  it("keeps what is secret out of its log", () => {
    const [{ log_scrubbing }] = policy.policy_settings as [{ log_scrubbing: unknown }];
    expect(log_scrubbing).toEqual([
      {
        enabled: true,
        rule: [
          { enabled: true, match_variable: "RequestHeaderNames", selector_match_operator: "Equals", selector: "authorization" },
          { enabled: true, match_variable: "RequestCookieNames", selector_match_operator: "EqualsAny" },
        ],
      },
    ]);
  });

  it("may be named by the cluster for this balancer", () => {
    expect(one(prod, "application_load_balancer_security_policy")).toMatchObject({
      application_load_balancer_id: balancer,
      web_application_firewall_policy_id: "${azurerm_web_application_firewall_policy.Ingress_Firewall.id}",
      location: "eastus2",
    });
  });
});

describe("what it takes", () => {
  it("is nothing of the edge's: certificate and authority are in the cluster", () => {
    const spec = specOf("prod-azure-eus2-network");
    expect(spec.credentials).toEqual(["azure"]);
    expect(spec.consumes).not.toContainEqual({ id: "global-edge", publishes: [edgeContract.name] });
    expect(prod).not.toHaveProperty("variable");
    expect(specOf("prod-aws-use1-network").consumes).toContainEqual({ id: "global-edge", publishes: [edgeContract.name] });
  });

  it("are services that the account enables, where there is such a balancer", () => {
    const registered = (stack: StackJson) => Object.values(all(stack, "resource_provider_registration")).map(({ name }) => name);
    const account = synthesized(specOf("prod-azure-account"));
    expect(registered(account)).toEqual(["Microsoft.Compute", "Microsoft.NetworkFunction", "Microsoft.ServiceNetworking"]);
    expect(registered(committed("prod-azure-account"))).toEqual(["Microsoft.Compute"]);
  });

  it("is a place among those the edge chooses from, at that name", () => {
    const pools = synthesized(specOf("prod-traffic")).resource.cloudflare_load_balancer_pool as unknown as Record<string, Facts>;
    const name = "${data.terraform_remote_state.prod-azure-eus2-network.outputs.ingress__address}";
    expect(pools.Traffic_PoolAzureEus2?.origins).toMatchObject([{ address: name, port: 443 }]);
  });
});
