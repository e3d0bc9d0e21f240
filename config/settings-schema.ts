import { z } from "zod";

/** Days Amazon CloudWatch can keep logs: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionChoices = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const whole = (max: number, description: string) => z.int().min(0).max(max).meta({ description });
const size = z.enum(["s", "m", "l"]).meta({ description: "Size class: s, m or l of what the cloud offers. Default: by ha." });

const pool = (what: string) =>
  z
    .strictObject({
      size,
      arch: z.enum(["amd64", "arm64"]).meta({ description: "Processor architecture. Default: arm64 on aws, amd64 on gcp and azure." }),
      min: whole(1000, "Nodes that always run. Default: by ha."),
      max: whole(1000, "Nodes at most. Default: by ha."),
    })
    .partial()
    .meta({ description: what });

const network = z
  .strictObject({
    cidr: z
      .string()
      .meta({ description: "The place's address block, a /16. Default: from the address plan.", examples: ["10.208.0.0/16"] }),
    natGateways: z
      .enum(["one", "per-zone"])
      .meta({ description: "One is cheap and fails with its zone. Default: one, per-zone when ha is regional." }),
    flowLogSampling: z
      .number()
      .min(0)
      .max(1)
      .meta({ description: "Share of network flows that are logged, 0 to 1. Default: by ha, 0.1 to 0.5." }),
  })
  .partial()
  .meta({ id: "Network", description: "The private network." });

const cluster = z
  .strictObject({
    apiAllowlist: z
      .array(z.string())
      .meta({ description: "Public CIDRs that may reach the API server. Default: none, the server is private." }),
    compute: z.enum(["pools", "managed"]).meta({ description: "managed is EKS Auto Mode: aws only, with cilium off. Default: pools." }),
    cilium: z
      .enum(["chaining", "off"])
      .meta({ description: "Cilium on top of the VPC CNI, aws only; GKE and AKS bring their own. Default: chaining on aws, else off." }),
    highAvailability: z
      .boolean()
      .meta({ description: "Control plane and system nodes survive a zone. Default: true unless ha is single." }),
    pools: z
      .strictObject({
        system: pool("Nodes for what the platform itself runs."),
        general: pool("On-demand nodes for workloads."),
        spot: pool("Interruptible nodes for workloads that tolerate it."),
      })
      .partial()
      .meta({ description: "Groups of like nodes." }),
  })
  .partial()
  .meta({ id: "Cluster", description: "The Kubernetes cluster." });

const database = z
  .strictObject({
    enabled: z.boolean().meta({ description: "Whether the place has a database. Default: true." }),
    kind: z
      .enum(["postgresql", "aurora-postgresql", "sqlserver"])
      .meta({ description: "Engine. Default: postgresql on aws and gcp, sqlserver on azure." }),
    size,
    tier: z
      .string()
      .min(1)
      .meta({
        description: "The cloud's own class, tier or SKU instead of size.",
        examples: ["db.r7g.2xlarge", "db-custom-4-16384", "BC_Gen5_4"],
      }),
    edition: z.enum(["ENTERPRISE", "ENTERPRISE_PLUS"]).meta({ description: "Cloud SQL edition, gcp only. Default: ENTERPRISE." }),
    storageGib: whole(65536, "Storage to start with, GiB. Default: by ha."),
    maxStorageGib: whole(65536, "Storage to grow to, GiB. Default: by ha."),
    highAvailability: z.boolean().meta({ description: "A standby in another zone. Default: true unless ha is single." }),
    backupDays: whole(365, "Days of backups. Default: 7, 14 or 35 by ha."),
    failedOver: z.boolean().meta({ description: "Whether the replica in the dr region has taken over (docs/runbooks). Default: false." }),
  })
  .partial()
  .meta({ id: "Database", description: "The relational database." });

const cache = z
  .strictObject({
    enabled: z.boolean().meta({ description: "Whether the place has a cache. Default: true." }),
    product: z
      .enum(["default", "legacy"])
      .meta({ description: "legacy is the cloud's previous product, gcp and azure only. Default: default." }),
    size,
    replicas: whole(5, "Copies besides the primary. Default: 0, 1 or 2 by ha."),
    snapshotDays: whole(35, "Days snapshots are kept. Default: 1 or 7 by ha."),
  })
  .partial()
  .meta({ id: "Cache", description: "The cache." });

const bucket = z
  .strictObject({
    retentionDays: whole(36500, "Days until objects are deleted; 0 keeps them for ever. Default: 0."),
    lockDays: whole(36500, "Days during which nobody can delete an object; 0 sets no lock. Default: 0."),
  })
  .partial()
  .nullable()
  .meta({ id: "Bucket", description: "An object store; null takes away one that is there by default." });

const addon = z
  .strictObject({
    enabled: z.boolean().meta({ description: "Whether the place has it. Default: true, false for optional ones." }),
    delivery: z
      .enum(["terraform", "argocd"])
      .meta({ description: "Who installs it. Default: addonDelivery; terraform for what Argo CD itself needs." }),
    version: z.string().min(1).meta({ description: "Exact version of its chart. Default: the tested one (docs/addons.md)." }),
    values: z.record(z.string(), z.unknown()).meta({ description: "Values of its chart, over the platform's own." }),
    chart: z
      .strictObject({
        repository: z
          .string()
          .min(1)
          .meta({ description: "https:// or oci:// address.", examples: ["https://charts.example.com"] }),
        name: z.string().min(1).meta({ description: "Name of the chart." }),
      })
      .meta({ description: "For an add-on of your own: where its chart is." }),
    namespace: z.string().min(1).meta({ description: "For an add-on of your own. Default: its name." }),
  })
  .partial()
  .meta({ id: "Addon", description: "Something that runs in the cluster." });

/** The knobs of a place. Every level may set any of them; a later level wins, maps merge, lists replace. */
export const settingsSchema = z
  .strictObject({
    network,
    logRetentionDays: z
      .int()
      .min(1)
      .max(3653)
      .meta({ description: "Days logs are kept. Default: 30, 90 or 365 by ha.", enum: [...logRetentionChoices] }),
    cluster,
    database,
    cache,
    buckets: z
      .record(z.string(), bucket)
      .meta({ description: "Object stores by purpose (3 to 8 lower-case letters). Default: velero, metrics, logs, traces, app." }),
    addonDelivery: z.enum(["terraform", "argocd"]).meta({
      description:
        "Who installs add-ons that do not say: terraform, as Helm releases; argocd, as applications. Default: argocd, terraform when ha is single.",
    }),
    addons: z.record(z.string(), addon).meta({
      description: "Add-ons of the cluster, by name (docs/addons.md); one of your own with its chart.",
      examples: [{ kubecost: { enabled: false } }],
    }),
  })
  .partial()
  .meta({ id: "Settings" });

/** Settings as one level of the configuration writes them: anything may be left out. */
export type Settings = z.infer<typeof settingsSchema>;
