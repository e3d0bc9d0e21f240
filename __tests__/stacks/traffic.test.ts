import { describe, expect, it } from "vitest";
import { outputName } from "../../constructs/contract.ts";
import { ingressContract } from "../../constructs/ingress/contract.ts";
import { catalog } from "../../stacks/catalog.ts";
import { edited, load } from "../config/fixture.ts";
import { type StackJson, synthesized } from "../estate.ts";
import { productions, stackIn } from "./estates.ts";

type Facts = Readonly<Record<string, unknown>>;
const all = (stack: StackJson | undefined, type: string): [string, Facts][] =>
  Object.entries((stack?.resource[type] ?? {}) as unknown as Record<string, Facts>);
const published = outputName(ingressContract, "address");

/** The address that an origin stands for: itself, or what its record says. */
function behind(stack: StackJson, address: string): string {
  const [, record] = /^\$\{cloudflare_dns_record\.(\w+)\.name\}$/.exec(address) ?? [];
  const records = Object.fromEntries(all(stack, "cloudflare_dns_record"));
  const found = record === undefined ? Object.values(records).find(({ name }) => name === address) : records[record];
  return String(found?.content ?? address);
}

describe.each(Object.entries(productions))("traffic to production in %s", (_, edits) => {
  const specs = catalog(load(edited(edits)));
  const stack = synthesized(specs.find(({ id }) => id === "prod-traffic") as (typeof specs)[number]);
  const networks = specs.filter(({ environment, layer }) => environment === "prod" && layer === "network");

  it("has one pool for each place, whose only origin is the address that the place's network publishes", () => {
    const origins = all(stack, "cloudflare_load_balancer_pool").map(([, { origins: list }]) => {
      const [origin, ...others] = list as { address: string }[];
      expect(others).toEqual([]);
      return behind(stack, origin?.address ?? "");
    });
    const addresses = networks.map(({ id }) => `\${data.terraform_remote_state.${id}.outputs.${published}}`);
    expect(origins.sort()).toEqual(addresses.sort());
    for (const network of networks) expect(synthesized(network).output).toHaveProperty(published);
  });

  it("has every pool in every balancer, once for each, and one to fall back on", () => {
    const pools = all(stack, "cloudflare_load_balancer_pool").map(([id]) => `\${cloudflare_load_balancer_pool.${id}.id}`);
    for (const [, { default_pools, fallback_pool }] of all(stack, "cloudflare_load_balancer")) {
      expect([...(default_pools as string[])].sort()).toEqual([...pools].sort());
      expect(pools).toContain(fallback_pool);
    }
  });
});

describe("an environment behind tunnels", () => {
  const tunnels = (edits: Record<string, unknown>) => all(stackIn(edits, "dev-traffic"), "cloudflare_zero_trust_tunnel_cloudflared");

  it("has one for each place, with applications or without", () => {
    expect(tunnels({ "dev:traffic.origin": "tunnel" })).toHaveLength(1);
    const without = { "dev:traffic.origin": "tunnel", "estate:apps": {} };
    expect(tunnels(without)).toHaveLength(1);
    expect(all(stackIn(without, "dev-traffic"), "cloudflare_load_balancer_pool")).toEqual([]);
  });

  it("needs no stack where there is nothing to share and no tunnel", () => {
    expect(stackIn({ "estate:apps": {} }, "dev-traffic")).toBeUndefined();
  });
});
