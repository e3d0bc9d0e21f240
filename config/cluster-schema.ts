import { z } from "zod";
import { cloudNames } from "../constructs/place.ts";

const flag = (description: string) => z.boolean().meta({ description });
const whole = (max: number, description: string) => z.int().min(1).max(max).meta({ description });
const text = (description: string, example?: string) =>
  z
    .string()
    .min(1)
    .meta({ description, ...(example !== undefined && { examples: [example] }) });

/** What the clusters of an environment have in common. */
export const inClusters = {
  mesh: z
    .enum(["istio", "linkerd", "none"])
    .meta({ description: "Service mesh, the same in all of its places. Default: istio." })
    .default("istio"),
  observers: z
    .array(z.enum(["datadog", "newrelic"]))
    .meta({ description: "Vendors that get a copy of metrics, logs and traces. Default: none." })
    .default([]),
  policies: z
    .enum(["audit", "enforce"])
    .meta({ description: "Whether the clusters only report what breaks a policy, or refuse it. Default: enforce." })
    .default("enforce"),
  chaos: flag("Whether faults are injected every week, in the namespaces that agree to it. Default: false.").default(false),
};

/** An application: where it comes from, where it runs, what it is given. */
export const appSchema = z.strictObject({
  repository: text("Its repository in the GitHub organization.", "shop"),
  path: text("Folder of its values.yaml there. Default: deploy.").default("deploy"),
  environments: z.array(z.enum(["dev", "staging", "prod"])).meta({ description: "Where it runs." }),
  clouds: z
    .array(z.enum(cloudNames))
    .meta({ description: "Clouds it runs on, where its environments have them. Default: all." })
    .default([...cloudNames]),
  criticality: z
    .enum(["batch", "low", "medium", "high"])
    .meta({ description: "How much an outage hurts; batch and low run on spot nodes. Default: medium." })
    .default("medium"),
  port: z.int().min(1).max(65535).meta({ description: "Port it listens on. Default: 8080." }).default(8080),
  hosts: z.array(z.string()).meta({ description: "Host names it serves through the edge. Default: none, it is internal." }).default([]),
  writePaths: z
    .array(z.string())
    .meta({
      description: "Paths whose writing requests must reach the primary's database, with * at the end. Default: none.",
    })
    .default([]),
  database: flag("Whether it logs in to the place's database. Default: false.").default(false),
  cache: flag("Whether it logs in to the place's cache. Default: false.").default(false),
  buckets: z.array(z.string()).meta({ description: "Purposes of the buckets it reads and writes. Default: none." }).default([]),
  secrets: z.array(z.string()).meta({ description: "Secrets it gets, from the place's secret manager. Default: none." }).default([]),
  callers: z.array(z.string()).meta({ description: "Applications that may call it. Default: none." }).default([]),
  cpu: whole(1000, "Processors its pods may request in a place. Default: 20.").default(20),
  memoryGib: whole(10_000, "Memory its pods may request in a place, GiB. Default: 64.").default(64),
});
