import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { NestingStyle } from "../../../rehearsal/schema/derive.ts";
import { derive } from "../../../rehearsal/schema/provider-types.ts";
import type { Block } from "../../../rehearsal/schema/schema.ts";

const folder = (provider: string, type: string): string => join("node_modules", "@cdktf", `provider-${provider}`, "lib", type);
const block = (provider: string, type: string, nesting: NestingStyle = "blocks"): Block => derive(folder(provider, type), nesting).block;

describe("attributes", () => {
  const endpoint = block("aws", "vpc-endpoint").attributes;

  it("are required without a ? in the configuration interface, else optional", () => {
    expect(endpoint?.vpc_id).toEqual({ type: "string", required: true });
    expect(endpoint?.auto_accept).toEqual({ type: "bool", optional: true });
  });

  it("are computed when they can be read but not set", () => {
    expect(endpoint?.arn).toEqual({ type: "string", computed: true });
    expect(endpoint?.network_interface_ids).toEqual({ type: ["set", "string"], computed: true });
    expect(endpoint?.cidr_blocks).toEqual({ type: ["list", "string"], computed: true });
  });

  it("keep sets, maps and what is within them apart", () => {
    expect(endpoint?.route_table_ids?.type).toEqual(["set", "string"]);
    expect(endpoint?.tags?.type).toEqual(["map", "string"]);
    expect(block("cloudflare", "load-balancer", "attributes").attributes?.country_pools?.type).toEqual(["map", ["list", "string"]]);
    expect(block("aws", "autoscaling-group").block_types?.launch_template?.block.attributes?.version?.type).toBe("string");
    expect(block("github", "app-installation-repositories").attributes?.selected_repositories?.type).toEqual(["set", "string"]);
    expect(block("github", "actions-organization-secret").attributes?.selected_repository_ids?.type).toEqual(["set", "number"]);
  });

  it("are dynamic where the binding takes anything", () => {
    expect(block("aws", "wafv2-web-acl").block_types?.rule?.block.attributes?.statement).toEqual({ type: "dynamic", optional: true });
  });

  it("hold lists of objects when computed", () => {
    const fields = { dns_name: "string", hosted_zone_id: "string" };
    expect(endpoint?.dns_entry).toEqual({ type: ["list", ["object", fields]], computed: true });
  });

  it("hold sets of objects when computed, where the binding wraps a set", () => {
    expect(block("aws", "acm-certificate").attributes?.domain_validation_options?.type?.slice(0, 1)).toEqual(["set"]);
  });

  it("hold objects that can be set when the provider chooses them too, for a block cannot be computed", () => {
    const group = block("aws", "security-group");
    expect(group.block_types?.ingress).toBeUndefined();
    expect(group.attributes?.ingress).toMatchObject({ optional: true, computed: true });
    expect(group.attributes?.ingress?.type?.slice(0, 1)).toEqual(["set"]);
    expect(block("vault", "gcp-auth-backend").attributes?.tune).toMatchObject({ optional: true, computed: true });
  });

  it("hold objects that can be set when unset fields are written as null", () => {
    const rule = ["list", ["object", { action: "string", ip_mask: "string" }]];
    expect(block("azurerm", "eventgrid-topic").attributes?.inbound_ip_rule).toEqual({ type: rule, optional: true });
  });
});

describe("blocks", () => {
  it("have at most one entry where the configuration takes one struct", () => {
    expect(block("aws", "vpc-endpoint").block_types?.dns_options).toMatchObject({ nesting_mode: "list", max_items: 1 });
  });

  it("have no bound where it takes a list, and keep sets apart", () => {
    const subnets = block("aws", "vpc-endpoint").block_types?.subnet_configuration;
    expect(subnets?.nesting_mode).toBe("set");
    expect([subnets?.min_items, subnets?.max_items]).toEqual([undefined, undefined]);
    expect(block("aws", "autoscaling-group").block_types?.tag?.nesting_mode).toBe("set");
    expect(block("aws", "cloudfront-distribution").block_types?.ordered_cache_behavior?.nesting_mode).toBe("list");
  });

  it("have at least one entry where the configuration requires them", () => {
    const { viewer_certificate, origin } = block("aws", "cloudfront-distribution").block_types ?? {};
    expect(viewer_certificate).toMatchObject({ min_items: 1, max_items: 1 });
    expect(origin).toMatchObject({ nesting_mode: "set", min_items: 1 });
  });

  it("are single for timeouts", () => {
    const timeouts = block("aws", "vpc-endpoint").block_types?.timeouts;
    expect(timeouts?.nesting_mode).toBe("single");
    expect([timeouts?.min_items, timeouts?.max_items]).toEqual([undefined, undefined]);
    expect(Object.keys(timeouts?.block.attributes ?? {})).toEqual(["create", "delete", "update"]);
  });

  it("are found in the files a large type is split into", () => {
    const spec = block("kubernetes", "deployment-v1").block_types?.spec;
    const container = spec?.block.block_types?.template?.block.block_types?.spec?.block.block_types?.container;
    expect(container).toMatchObject({ nesting_mode: "list" });
    expect(container?.block.attributes?.name).toEqual({ type: "string", required: true });
  });
});

describe("nested attributes", () => {
  const rules = block("cloudflare", "ruleset", "attributes").attributes?.rules;

  it("stand in place of blocks, at every depth", () => {
    expect(block("cloudflare", "ruleset", "attributes").block_types).toBeUndefined();
    expect(rules).toMatchObject({ optional: true, nested_type: { nesting_mode: "list" } });
    const parameters = rules?.nested_type?.attributes.action_parameters;
    expect(parameters?.nested_type?.nesting_mode).toBe("single");
    expect(parameters?.nested_type?.attributes.algorithms?.nested_type?.nesting_mode).toBe("list");
  });

  it("are maps and sets where the binding says so", () => {
    const configs = block("cloudflare", "pages-project", "attributes").attributes?.deployment_configs;
    const preview = configs?.nested_type?.attributes.preview?.nested_type?.attributes;
    expect(preview?.env_vars?.nested_type?.nesting_mode).toBe("map");
    expect(block("helm", "release", "attributes").attributes?.set?.nested_type?.nesting_mode).toBe("list");
    const rules = block("cloudflare", "list", "attributes").attributes?.items;
    expect(rules?.nested_type?.nesting_mode).toBe("set");
  });

  it("are optional and computed by the generator's remark", () => {
    const balancer = block("cloudflare", "load-balancer", "attributes").attributes;
    expect(balancer?.adaptive_routing).toMatchObject({ optional: true, computed: true });
  });
});

describe("the other kinds of types", () => {
  it("derives data sources", () => {
    const { attributes, block_types } = block("aws", "data-aws-ami");
    expect(attributes?.owners).toEqual({ type: ["list", "string"], optional: true });
    expect(attributes?.architecture).toEqual({ type: "string", computed: true });
    expect(block_types?.filter).toMatchObject({ nesting_mode: "set" });
  });

  it("derives provider blocks, whose structs have no classes, without terraform's alias", () => {
    const { attributes, block_types } = block("aws", "provider");
    expect(attributes?.alias).toBeUndefined();
    expect(attributes?.region).toEqual({ type: "string", optional: true });
    expect(block_types?.default_tags?.block.attributes?.tags).toEqual({ type: ["map", "string"], optional: true });
    expect(block_types?.assume_role_with_web_identity).toMatchObject({ nesting_mode: "list" });
  });

  it("says what to do about a folder without a generated class", () => {
    expect(() => derive(folder("aws", ""), "blocks")).toThrow(/no generated class|npm ci/);
  });
});
