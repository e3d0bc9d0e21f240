import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { gatewayHosts } from "../../constructs/addons/mesh/gateway-certificate.ts";
import { outputName } from "../../constructs/contract.ts";
import { edgeContract } from "../../constructs/edge/contract.ts";
import { addressKinds, ingressContract } from "../../constructs/ingress/contract.ts";
import { catalog } from "../../stacks/catalog.ts";
import type { PlacedSpec } from "../../stacks/stack-spec.ts";
import { samplePlace } from "../addons/sample-context.ts";
import { type StackJson, synthesized } from "../estate.ts";
import { lookup } from "./variants.ts";

type Facts = Record<string, unknown>;
const { all, one } = lookup<Facts>("aws_");

/** The network of an AWS place whose environment has no other cloud. */
function specOf(name: "dev" | "prod", origin: "l4" | "l7-native", region = "us-east-1"): PlacedSpec {
  const estate = loadEstate("config");
  const environment = estate.environments[name] as NonNullable<(typeof estate.environments)["prod"]>;
  const aws = environment.clouds.aws as NonNullable<typeof environment.clouds.aws>;
  const settings = aws.regions["us-east-1"] as (typeof aws.regions)[string];
  const changed = {
    ...environment,
    clouds: { aws: { ...aws, regions: { ...aws.regions, [region]: settings } } },
    traffic: { ...environment.traffic, origin },
  };
  const short = region === "us-east-1" ? "use1" : "usw2";
  const stacks = catalog({ ...estate, environments: { ...estate.environments, [name]: changed } } as typeof estate);
  return stacks.find(({ id }) => id === `${name}-aws-${short}-network`) as PlacedSpec;
}
const prod = synthesized(specOf("prod", "l7-native"));
const dev = synthesized(specOf("dev", "l7-native"));
const hosts = (stack: StackJson): string[] => {
  const { domain_name, subject_alternative_names } = one(stack, "acm_certificate");
  return [domain_name, ...((subject_alternative_names ?? []) as string[])] as string[];
};
const idOf = (stack: StackJson, type: string): string => `\${aws_${type}.${Object.keys(all(stack, type))[0]}`;

describe("a web load balancer of the cloud's own, on aws", () => {
  it("gives what every way in gives", () => {
    const given = Object.keys(prod.output ?? {}).filter((name) => name.startsWith("ingress__"));
    expect(given.sort()).toEqual(
      Object.keys(ingressContract.fields)
        .map((field) => outputName(ingressContract, field))
        .sort(),
    );
    expect(prod.output).toMatchObject({
      ingress__address: { value: "${aws_lb.Ingress.dns_name}" },
      ingress__address_kind: { value: addressKinds["l7-native"].aws },
      ingress__binding_id: { value: "${aws_lb_target_group.Ingress_Targets.arn}" },
      ingress__internal_address: { value: "10.192.64.10" },
    });
  });

  it("is open to the edge's ranges only, protected, and keeps a record", () => {
    expect(one(prod, "lb")).toMatchObject({
      load_balancer_type: "application",
      internal: false,
      security_groups: ["${aws_security_group.Ingress_SecurityGroup.id}"],
      drop_invalid_header_fields: true,
      xff_header_processing_mode: "preserve",
      enable_deletion_protection: true,
      access_logs: [{ enabled: true, prefix: "alb" }],
      connection_logs: [{ enabled: true, prefix: "alb" }],
      lifecycle: { prevent_destroy: true },
    });
    expect(one(dev, "lb")).toMatchObject({ enable_deletion_protection: false, lifecycle: { prevent_destroy: false } });
    const rules = Object.values(all(prod, "vpc_security_group_ingress_rule"));
    const open = rules.filter(({ security_group_id }) => security_group_id === "${aws_security_group.Ingress_SecurityGroup.id}");
    expect(open).toMatchObject([{ prefix_list_id: "${aws_ec2_managed_prefix_list.Ingress_EdgeRanges.id}", from_port: 443, to_port: 443 }]);
    expect(rules.filter(({ cidr_ipv4 }) => cidr_ipv4 === "0.0.0.0/0")).toEqual([]);
    expect(Object.keys(all(prod, "eip")).filter((id) => id.startsWith("Ingress"))).toEqual([]);
  });

  it("lets its kind of balancer write to the log bucket, below the account's own path", () => {
    const policies = Object.values(all(prod, "s3_bucket_policy")).map(({ policy }) => String(policy));
    const [writers] = policies.filter((policy) => policy.includes("logdelivery.elasticloadbalancing.amazonaws.com"));
    expect(writers).toMatch(/"Resource":"arn:aws:s3:::[\w-]+\/alb\/AWSLogs\/\d{12}\/\*"/);
  });

  it("asks for the edge's client certificate and for TLS 1.2, and has no other listener", () => {
    expect(one(prod, "lb_listener")).toMatchObject({
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      mutual_authentication: [
        {
          mode: "verify",
          trust_store_arn: `${idOf(prod, "lb_trust_store")}.arn}`,
          ignore_client_certificate_expiry: false,
        },
      ],
      certificate_arn: `${idOf(prod, "acm_certificate_validation")}.certificate_arn}`,
    });
    expect(one(prod, "s3_object")).toMatchObject({ content: "${var.edge_authority}" });
    expect(one(prod, "lb_trust_store")).toMatchObject({
      ca_certificates_bundle_s3_object_version: `${idOf(prod, "s3_object")}.version_id}`,
    });
    expect((prod as unknown as { variable: Record<string, Facts> }).variable.edge_authority).not.toHaveProperty("default");
  });

  it("encrypts to the gateway's pods as well, and asks them for their health", () => {
    expect(one(prod, "lb_target_group")).toMatchObject({
      ...{ target_type: "ip", protocol: "HTTPS", port: 443 },
      health_check: [{ protocol: "HTTP", port: "15021", path: "/healthz/ready" }],
    });
  });

  it("has a firewall whose rules block, and a log of it without what is secret", () => {
    const { default_action, rule } = one(prod, "wafv2_web_acl") as { default_action: Facts; rule: Record<string, Facts>[] };
    expect(default_action).toEqual([{ allow: [{}] }]);
    expect(rule.map(({ name, override_action }) => [name, override_action])).toEqual([
      ["AWSManagedRulesKnownBadInputsRuleSet", [{ none: [{}] }]],
      ["AWSManagedRulesCommonRuleSet", [{ none: [{}] }]],
    ]);
    expect(rule[1]?.statement).toEqual({
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name: "AWSManagedRulesCommonRuleSet",
        rule_action_override: [{ name: "SizeRestrictions_BODY", action_to_use: { count: {} } }],
      },
    });
    expect(one(prod, "wafv2_web_acl_association")).toMatchObject({ resource_arn: "${aws_lb.Ingress.arn}" });
    const [group] = Object.values(all(prod, "cloudwatch_log_group")).filter(({ name }) => String(name).startsWith("aws-waf-logs-"));
    expect(group).toMatchObject({ name: "aws-waf-logs-acme-prod-aws-use1", kms_key_id: expect.stringContaining("Ingress_Firewall_Key") });
    expect(one(prod, "wafv2_web_acl_logging_configuration").redacted_fields).toEqual([
      { single_header: [{ name: "authorization" }] },
      { single_header: [{ name: "cookie" }] },
    ]);
  });
});

describe("its certificate", () => {
  it.each([prod, dev])("is for the names that the gateway answers to", (stack) => {
    const environment = stack === prod ? "prod" : "dev";
    const settings = { domain: "example.com", place: samplePlace("aws", environment).place };
    const expected = gatewayHosts({ ...settings, identityProvider: "okta" } as never);
    expect(hosts(stack).map((host) => host.replace(/[a-z-]+\.[a-z]+$/, ""))).toEqual(
      expected.map((host) => host.replace("example.com", "")),
    );
  });

  it("is proven by a record of each name in the edge's zone, and used when it is", () => {
    const records = Object.values((prod.resource.cloudflare_dns_record ?? {}) as unknown as Record<string, Facts>);
    expect(records).toHaveLength(hosts(prod).length);
    for (const host of hosts(prod))
      expect(records.filter(({ name }) => String(name).includes(`option.domain_name == "${host}"`))).toMatchObject([
        { type: "CNAME", proxied: false, content: expect.stringContaining("resource_record_value") },
      ]);
    const waits = one(prod, "acm_certificate_validation").depends_on as string[];
    expect([...waits].sort()).toEqual(
      Object.keys(prod.resource.cloudflare_dns_record ?? {})
        .map((id) => `cloudflare_dns_record.${id}`)
        .sort(),
    );
  });

  it("of a second place is for all its names as well, of which the first proves those they share", () => {
    const west = synthesized(specOf("prod", "l7-native", "us-west-2"));
    expect(hosts(west)).toHaveLength(hosts(prod).length);
    expect(Object.keys(west.resource.cloudflare_dns_record ?? {})).toEqual(["Ingress_Certificate_Proof_AnyProdAwsUsw2ExampleCom"]);
  });
});

describe("what it takes", () => {
  it("is the edge's zone, and leave to write to it; without it neither is asked for", () => {
    const [web, plain] = [specOf("prod", "l7-native"), specOf("prod", "l4")];
    expect(web.credentials).toEqual(["aws", "cloudflare"]);
    expect(web.consumes).toContainEqual({ id: "global-edge", publishes: [edgeContract.name] });
    expect(plain.credentials).toEqual(["aws"]);
    expect(plain.consumes.map(({ id }) => id)).not.toContain("global-edge");
  });
});
