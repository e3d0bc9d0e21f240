import { z } from "zod";
import { edgePlans } from "../constructs/edge/contract.ts";
import { ingressModes } from "../constructs/ingress/contract.ts";
import { cloudNames } from "../constructs/place.ts";
import { routes } from "../constructs/replication/flows.ts";
import { described, flag, text } from "./schema-words.ts";

/** `edge` of `estate.yaml`: Cloudflare, in front of every place. */
export const edgeSchema = described("Cloudflare, in front of every place.", {
  accountId: text("Account, 32 hexadecimal digits.", "00000000000000000000000000000000", /^[0-9a-f]{32}$/),
  zoneId: text(
    "Zone of organization.domain, if it is there already: 32 hexadecimal digits. Default: it is made.",
    "00000000000000000000000000000000",
    /^[0-9a-f]{32}$/,
  ).optional(),
  plan: z.enum(edgePlans).meta({ description: "Plan of the zone, which says what it can do. Default: enterprise." }).default("enterprise"),
  requestsPerMinute: z
    .int()
    .min(10)
    .max(1_000_000)
    .meta({ description: "Requests to /api/ that one address may make in a minute. Default: 600." })
    .default(600),
  logDays: z.int().min(1).max(3653).meta({ description: "Days that logs of requests are kept. Default: 90." }).default(90),
});

/** `traffic` of an environment: how people's requests are shared among its places. */
export const trafficSchema = described("How requests are shared among the places.", {
  mode: z
    .enum(["active-active", "active-passive", "weighted"])
    .meta({
      description:
        "active-active: every place serves. active-passive: the primary serves until it fails. weighted: by weights. Default: active-active.",
    })
    .default("active-active"),
  steering: z
    .enum(["geo", "dynamic_latency", "proximity"])
    .meta({ description: "active-active only: which place serves whom. Default: geo." })
    .default("geo"),
  origin: z
    .enum(ingressModes)
    .meta({
      description:
        "How the edge reaches a place. l4: a pass-through load balancer. tunnel: no public address at all. l7-native: the cloud's own web load balancer and firewall. Default: l4.",
    })
    .default("l4"),
  intervalSeconds: z
    .int()
    .min(10)
    .max(3600)
    .meta({ description: "Seconds between health checks; the plan has a minimum. Default: 60." })
    .default(60),
  weights: z
    .record(z.string(), z.number().min(0).max(1))
    .meta({
      description: "weighted only: share of requests by place, 0 to 1. Default: the same for each.",
      examples: [{ "prod-aws-use1": 0.9 }],
    })
    .default({}),
}).prefault({});

const tier = (what: string) =>
  z
    .int()
    .min(1)
    .max(3)
    .meta({ description: `${what} Default: 3.` })
    .default(3);

/** `recovery` of an environment: what must survive the loss of a region, and how fast. */
export const recoverySchema = described(
  "What must survive the loss of a region: tiers, checked against what is built; docs/recovery.md has the numbers.",
  {
    database: tier("Databases. 1: minutes of changes are lost. 2: a day at most. 3: nothing is asked for."),
    cluster: tier("What runs in clusters. 1: a day is lost at most. 2: a week. 3: nothing is asked for."),
    objects: tier("Buckets. 1: minutes of changes are lost. 2: a day at most. 3: nothing is asked for."),
  },
).prefault({});

/** `dataSync` of `estate.yaml`: which tables follow which. */
export const dataSyncSchema = described("Replication of tables between clouds.", {
  hub: z.enum(["aws"]).meta({ description: "Cloud that AWS DMS and Kafka run in. Default: aws." }).default("aws"),
  publish: flag("Whether DMS also publishes changes of the hub's own tables to Kafka, for whoever reads events. Default: false.").default(
    false,
  ),
  size: z.enum(["s", "m", "l"]).meta({ description: "Size class of DMS and Kafka. Default: s." }).default("s"),
  tables: z
    .array(
      z.strictObject({
        name: text("`schema.table`, as the owner calls it.", "public.orders"),
        owner: z.enum(cloudNames).meta({ description: "The one cloud that writes it." }),
        to: z.array(z.enum(cloudNames)).meta({ description: "Clouds that get copies. Default: every place with a database." }).optional(),
        via: z.enum(routes).meta({ description: "What carries changes. Default: DMS where it can, else Debezium." }).optional(),
        seed: z
          .enum(routes)
          .meta({
            description: "Who makes the first copy of what Debezium then follows; dms is for large tables of Azure SQL. Default: debezium.",
          })
          .optional(),
      }),
    )
    .meta({ description: "Tables that are replicated. Default: none." })
    .default([]),
}).prefault({});
