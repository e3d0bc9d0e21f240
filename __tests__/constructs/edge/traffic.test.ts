import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { regions } from "../../../constructs/clouds/regions.ts";
import { edgeRegions, inRegion, preferred } from "../../../constructs/edge/traffic/steering.ts";
import { Traffic, type TrafficPlace, type TrafficProps } from "../../../constructs/edge/traffic/traffic.ts";
import { EdgeTunnel } from "../../../constructs/edge/traffic/tunnel.ts";
import type { Ingress } from "../../../constructs/ingress/contract.ts";
import { type CloudName, makePlace } from "../../../constructs/place.ts";
import { samplePlace } from "../../addons/sample-context.ts";

const edge = { accountId: "account", zoneId: "zone", zone: "example.com" };

function servedIn(cloud: CloudName, region?: string, changes: Partial<TrafficPlace> = {}): TrafficPlace {
  const sample = samplePlace(cloud).place;
  const place = region === undefined ? sample : makePlace({ ...sample, region });
  const ingress = { address: cloud === "aws" ? `${place.id}.elb.amazonaws.com` : "198.51.100.7" } as Ingress;
  const addressKind = cloud === "aws" ? "hostname" : "ipv4";
  return {
    id: place.id,
    place,
    ingress,
    addressKind,
    drained: false,
    isPrimary: cloud === "aws" && region === undefined,
    weight: 1,
    ...changes,
  };
}

const three = [servedIn("aws"), servedIn("gcp"), servedIn("azure")];
const ids = three.map(({ id }) => id);
/** As they are written down. */
const sorted = [...ids].sort();

type Plain = Record<string, unknown>;
function made(changes: Partial<TrafficProps> = {}): Record<string, Record<string, Plain>> {
  const stack = new TerraformStack(Testing.app(), "stack");
  new Traffic(stack, "Traffic", {
    ...{ environment: "prod", domain: "example.com", edge, plan: "enterprise", mode: "active-active", steering: "geo" },
    ...{ intervalSeconds: 60, contact: "ops@example.com", places: three },
    hosts: [{ host: "shop.example.com", places: ids, writePaths: ["/api/orders/*"] }],
    ...changes,
  });
  return JSON.parse(Testing.synth(stack)).resource;
}
const all = (json: ReturnType<typeof made>, type: string): Plain[] => Object.values(json[`cloudflare_${type}`] ?? {});
const balancer = (json: ReturnType<typeof made>): Plain => all(json, "load_balancer")[0] as Plain;
/** Which place a pool's reference is about. */
const placesOf = (json: ReturnType<typeof made>, pools: unknown): string[] =>
  (pools as string[]).map((reference) => {
    const id = /load_balancer_pool\.([\w-]+)\.id/.exec(reference)?.[1] ?? "";
    return json.cloudflare_load_balancer_pool?.[id]?.name as string;
  });

describe("a place as a pool", () => {
  const json = made();

  it("is asked at its own name, whether its gateway serves", () => {
    expect(all(json, "load_balancer_pool").map(({ name }) => name)).toEqual(sorted);
    const monitors = all(json, "load_balancer_monitor");
    expect(monitors.map(({ header }) => header)).toEqual(sorted.map((id) => ({ Host: [`health.${id}.example.com`] })));
    for (const monitor of monitors)
      expect(monitor).toMatchObject({
        type: "https",
        path: "/healthz",
        port: 443,
        expected_codes: "200",
        interval: 60,
        allow_insecure: false,
      });
  });

  it("has the address that the place publishes: a name as it is, a number by an open record", () => {
    const [aws, , gcp] = all(json, "load_balancer_pool").map(({ origins }) => (origins as Plain[])[0]?.address);
    expect(aws).toBe("prod-aws-use1.elb.amazonaws.com");
    expect(gcp).toMatch(/^\$\{cloudflare_dns_record\.[\w-]+\.name\}$/);
    expect(all(json, "dns_record").map(({ name, content, proxied }) => [name, content, proxied])).toEqual([
      ["origin-prod-azure-eus2.example.com", "198.51.100.7", false],
      ["origin-prod-gcp-use4.example.com", "198.51.100.7", false],
    ]);
  });

  it("is reached by its tunnel where it has no address", () => {
    const tunnelled = made({ places: three.map((place) => ({ ...place, tunnelId: `tunnel-of-${place.id}` })) });
    expect(all(tunnelled, "load_balancer_pool").map(({ origins }) => (origins as Plain[])[0]?.address)).toEqual(
      sorted.map((id) => `tunnel-of-${id}.cfargotunnel.com`),
    );
    expect(all(tunnelled, "dns_record")).toEqual([]);
  });

  it("gets nothing while it is drained, stays a pool, and comes last", () => {
    const places = three.map((place) => (place.id === ids[0] ? { ...place, drained: true } : place));
    const drained = made({ places });
    expect(all(drained, "load_balancer_pool").map(({ name, enabled }) => [name, enabled])).toEqual(sorted.map((id) => [id, id !== ids[0]]));
    expect(placesOf(drained, balancer(drained).default_pools)).toEqual([ids[1], ids[2], ids[0]]);
    expect(placesOf(drained, [balancer(drained).fallback_pool])).toEqual([ids[1]]);
    for (const pools of Object.values(balancer(drained).region_pools as object)) expect(placesOf(drained, pools).at(-1)).toBe(ids[0]);
  });

  it("is heard of when it fails", () => {
    expect(all(json, "notification_policy")).toMatchObject([
      { alert_type: "load_balancing_health_alert", mechanisms: { email: [{ id: "ops@example.com" }] } },
    ]);
    const [{ filters }] = all(json, "notification_policy") as [{ filters: { pool_id: string[] } }];
    expect(placesOf(json, filters.pool_id).sort()).toEqual(sorted);
  });
});

describe("a host", () => {
  it("has every place behind it in every region, each once: none goes dark", () => {
    const json = made();
    const pools = balancer(json).region_pools as Record<string, string[]>;
    expect(Object.keys(pools).sort()).toEqual([...edgeRegions].sort());
    for (const order of Object.values(pools)) expect(placesOf(json, order).sort()).toEqual([...ids].sort());
    expect(balancer(json)).toMatchObject({ steering_policy: "geo", proxied: true, adaptive_routing: { failover_across_pools: true } });
  });

  it("falls back to where the data is", () => {
    const json = made();
    expect(placesOf(json, [balancer(json).fallback_pool])).toEqual([ids[0]]);
  });

  it("sends writes to the primary wherever they come from, and only those", () => {
    const json = made();
    const [rule] = balancer(json).rules as [{ condition: string; overrides: { default_pools: string[]; steering_policy: string } }];
    expect(rule.condition).toBe(
      '(http.request.method in {"POST" "PUT" "PATCH" "DELETE"}) and (starts_with(http.request.uri.path, "/api/orders/"))',
    );
    expect(placesOf(json, rule.overrides.default_pools)[0]).toBe(ids[0]);
    expect(rule.overrides.steering_policy).toBe("off");
    expect(balancer(made({ hosts: [{ host: "a.example.com", places: ids, writePaths: [] }] })).rules).toBeUndefined();
  });

  it("is served by the primary until that fails, by weights, or by who is fastest, as configured", () => {
    const passive = made({ mode: "active-passive" });
    expect(balancer(passive)).toMatchObject({ steering_policy: "off" });
    expect(placesOf(passive, balancer(passive).default_pools)[0]).toBe(ids[0]);
    expect(balancer(passive).region_pools).toBeUndefined();
    const weighted = made({ mode: "weighted", places: three.map((place, index) => ({ ...place, weight: index / 2 })) });
    expect(balancer(weighted)).toMatchObject({ steering_policy: "random" });
    expect(Object.values((balancer(weighted).random_steering as { pool_weights: object }).pool_weights).sort()).toEqual([0, 0.5, 1]);
    expect(balancer(made({ steering: "dynamic_latency" }))).toMatchObject({ steering_policy: "dynamic_latency" });
  });

  it("is served by the places where its application runs, and no others", () => {
    const json = made({ hosts: [{ host: "reports.example.com", places: [ids[0] as string], writePaths: [] }] });
    expect(placesOf(json, balancer(json).default_pools)).toEqual([ids[0]]);
  });
});

describe("steering", () => {
  const worldwide = [servedIn("aws"), servedIn("aws", "eu-west-1"), servedIn("aws", "ap-southeast-2"), servedIn("aws", "sa-east-1")];

  it("prefers the places of a region, then the nearest", () => {
    expect(inRegion("WEU", worldwide).map(({ id }) => id)[0]).toBe("prod-aws-euw1");
    expect(inRegion("OC", worldwide).map(({ id }) => id)[0]).toBe("prod-aws-ase2");
    expect(
      inRegion("EEU", worldwide)
        .map(({ id }) => id)
        .slice(0, 2),
    ).toEqual(["prod-aws-euw1", "prod-aws-use1"]);
    expect(inRegion("NEAS", worldwide).map(({ id }) => id)[0]).toBe("prod-aws-ase2");
  });

  it("knows every region that the platform's places say they serve", () => {
    const said = Object.values(regions).flatMap((table) => Object.values(table).flatMap(({ edgeRegions: served }) => served));
    expect(said.filter((region) => !edgeRegions.includes(region as never))).toEqual([]);
  });

  it("puts the primary first, unless it is drained", () => {
    const order = (places: TrafficPlace[]) => preferred(places).map(({ id }) => id);
    expect(order([...worldwide].reverse())[0]).toBe("prod-aws-use1");
    expect(order(worldwide.map((place) => ({ ...place, drained: place.isPrimary }))).at(-1)).toBe("prod-aws-use1");
  });
});

it("a tunnel leads to the cluster's gateway, under the place's own names", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  new EdgeTunnel(stack, "Tunnel", { edge, place: samplePlace("gcp").place, domain: "example.com" });
  const { resource } = JSON.parse(Testing.synth(stack));
  const [tunnel] = Object.values(resource.cloudflare_zero_trust_tunnel_cloudflared) as Plain[];
  expect(tunnel).toMatchObject({ name: "acme-prod-gcp-use4", config_src: "cloudflare" });
  expect(tunnel).not.toHaveProperty("tunnel_secret");
  expect(JSON.stringify(resource)).toContain("https://istio-ingress.istio-ingress.svc.cluster.local:443");
  expect(Object.values(resource.cloudflare_dns_record)).toMatchObject([
    { name: "*.prod-gcp-use4.example.com", type: "CNAME", proxied: true },
  ]);
});
