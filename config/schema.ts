import { z } from "zod";
import { officeHoursPattern } from "../constructs/addons/office-hours.ts";
import { regions } from "../constructs/clouds/regions.ts";
import { defaultEstateCidr } from "../constructs/network/cidr-plan.ts";
import { type CloudName, cloudNames } from "../constructs/place.ts";
import { appSchema, inClusters } from "./cluster-schema.ts";
import {
  awsAccountPattern,
  digitsPattern,
  domainPattern,
  emailPattern,
  gcpBillingAccountPattern,
  gcpProjectNumberPattern,
  gcpProjectPattern,
  guidPattern,
  organizationPattern,
} from "./formats.ts";
import { logRetentionChoices, settingsSchema } from "./settings-schema.ts";

/** How much failure an environment survives. */
export const haLevels = ["single", "zonal", "regional"] as const;
export type Ha = (typeof haLevels)[number];

/** How far a stack on its way out is, in order. */
export const retirementSteps = ["released", "emptied"] as const;
export type RetirementStep = (typeof retirementSteps)[number];

/** `example` also stands in for a missing value while the rest is checked; `pattern` is for editors, rules check it with reasons. */
const text = (description: string, example?: string, pattern?: RegExp) =>
  z
    .string()
    .min(1)
    .meta({ description, ...(example !== undefined && { examples: [example] }), ...(pattern && { pattern: pattern.source }) });
const described = <T extends z.ZodRawShape>(description: string, shape: T) => z.strictObject(shape).meta({ description });
const flag = (description: string) => z.boolean().meta({ description });
const usd = (description: string) => z.number().max(1e9).meta({ description });
const people = (description: string) => z.array(z.string()).meta({ description });
const settings = settingsSchema.optional().meta({ description: "Settings at this level: above the levels before it, below those after." });

const ha = z.enum(haLevels).meta({
  description: "single: cheapest, fails with its zone. zonal: survives a zone. regional: sized for production, with copies in dr regions.",
});
const regionName = (cloud: CloudName, description: string) => z.enum(Object.keys(regions[cloud])).meta({ description });

const region = (cloud: CloudName) =>
  settingsSchema
    .extend({ dr: regionName(cloud, "Region that holds the copies for disaster recovery. Default: none.").optional() })
    .meta({ id: `${cloud}Region`, description: "One place. {} takes every default." });

/** One optional key per region of the cloud, so that editors can offer them. */
function regionsOf(cloud: CloudName) {
  const entry = region(cloud);
  const shape = Object.fromEntries(Object.keys(regions[cloud]).map((name) => [name, entry.optional()]));
  return z.strictObject(shape).meta({ description: "Regions by name." });
}

const common = (cloud: CloudName, administrators: string) => ({
  administrators: people(`Who administers the clusters: ${administrators}.`),
  viewers: people(`Who may look into the clusters: ${administrators}. Default: nobody.`).default([]),
  budgetUsd: usd("Monthly budget of this cloud, US dollars. Default: an even share of the environment's.").optional(),
  settings,
  homeRegion: regionName(
    cloud,
    "Region of what the account has once: audit trail, alerts. It is in names, so set it before adding a region that comes earlier. Default: the first region in use, in the order of the table.",
  ).optional(),
  regions: regionsOf(cloud),
});

const guid = (description: string) => text(description, "00000000-0000-0000-0000-000000000000", guidPattern);
const accountId = text("AWS account, 12 digits in quotes.", "100000000000", awsAccountPattern);
const aws = z.strictObject({ accountId, ...common("aws", "IAM role ARNs") }).meta({ description: "Amazon Web Services." });
const gcp = z
  .strictObject({
    projectId: text("Project id.", "acme-prod", gcpProjectPattern),
    projectNumber: text("Project number, digits in quotes.", "100000000000", gcpProjectNumberPattern),
    billingAccount: text("Billing account that budgets are set on.", "000000-000000-000000", gcpBillingAccountPattern),
    ...common("gcp", "Google group e-mails"),
  })
  .meta({ description: "Google Cloud." });
const azure = z
  .strictObject({
    subscriptionId: guid("Subscription, a GUID."),
    tenantId: guid("Entra tenant, a GUID."),
    databaseAdministrators: z
      .strictObject({
        name: text("Name of the group.", "dba"),
        objectId: guid("Object id of the group, a GUID."),
      })
      .meta({ description: "Entra group that administers Azure SQL." }),
    ...common("azure", "Entra group object ids"),
  })
  .meta({ description: "Microsoft Azure." });

const clouds = { aws: aws.optional(), gcp: gcp.optional(), azure: azure.optional() } satisfies Record<CloudName, z.ZodType>;

const environmentKeys = {
  ha,
  budgetUsd: usd("Monthly budget, US dollars."),
  deletionProtection: flag("Whether stateful resources refuse to be deleted. Default: false.").default(false),
  auditRetentionDays: z
    .int()
    .min(1)
    .max(3653)
    .meta({ description: "Days the audit trail is kept. Default: 365.", enum: [...logRetentionChoices] })
    .default(365),
};

/** GitHub: where this repository and its companions are, and who lets changes in. */
const github = described("GitHub.", {
  owner: text("GitHub organization.", "acme"),
  repository: text("Repository this configuration is in.", "platform"),
  url: text("Address of a GitHub Enterprise Server. Default: github.com.", "https://github.example.com").optional(),
  app: described("GitHub App that the github stack acts as; its private key is an environment variable of that stack's workspace.", {
    id: text("App id, digits in quotes.", "100000", digitsPattern),
    installationId: text("Id of its installation in the organization, digits in quotes.", "10000000", digitsPattern),
  }),
  approvals: z.int().min(1).max(6).meta({ description: "Reviews that a change needs. Default: 2." }).default(2),
  gitops: text("Repository with what else Argo CD runs, in clusters/<cluster>. Default: none.", "platform-gitops").optional(),
  repositories: z
    .record(
      z.string(),
      z.strictObject({
        description: text("What it is for."),
        template: flag("Whether new repositories can be made from it. Default: false.").default(false),
      }),
    )
    .meta({ description: "Further repositories of the platform, by name. Default: none." })
    .default({}),
});

const group = (what: string, name: string) => text(`${what} Default: ${name}.`, name).default(name);
const groups = described("Groups of people, called the same in HCP Terraform, GitHub and wherever people sign in.", {
  administrators: group("Who may do everything.", "platform-administrators"),
  operators: group("Who runs the platform: approves and applies.", "platform-operators"),
  developers: group("Who changes it by pull request.", "developers"),
  auditors: group("Who may look at everything and change nothing.", "auditors"),
}).prefault({});

const cost = described("What changes may cost.", {
  prDeltaUsd: usd("Monthly US dollars that one pull request may add; more fails its check. Default: 500.").default(500),
  usage: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .meta({
      description:
        "What Infracost cannot know, per month, by resource type or address: traffic, requests, stored data. Over the defaults in generate/usage-defaults.ts. Default: none.",
      examples: [{ aws_nat_gateway: { monthly_data_processed_gb: 500 } }],
    })
    .default({}),
}).prefault({});

/** `environments/<name>.yaml`: one environment. */
export const environmentSchema = z
  .strictObject({
    ...environmentKeys,
    criticality: z
      .enum(["low", "medium", "high"])
      .meta({ description: "How much an outage hurts; becomes a tag. Default: medium." })
      .default("medium"),
    autoStop: text(
      "Office hours outside of which idle capacity goes; becomes a tag. Default: always on.",
      "mon-fri 07:00-20:00 Europe/Amsterdam",
      officeHoursPattern,
    ).optional(),
    autoApply: flag("Whether HCP Terraform applies by itself the runs that the apply of another stack triggers. Default: false.").default(
      false,
    ),
    interconnect: flag("Whether its places reach each other, and mgmt, by VPN. Default: false.").default(false),
    dataSync: flag("Whether the tables of estate.yaml's dataSync are replicated here. Default: false.").default(false),
    ...inClusters,
    tags: z
      .strictObject({ owner: text("Team that owns it."), costCenter: text("Cost center that pays for it.") })
      .partial()
      .meta({ description: "Tags that differ from estate.yaml's." })
      .optional(),
    settings,
    clouds: z.strictObject(clouds).meta({ description: `Clouds it runs on: ${cloudNames.join(", ")}.` }),
  })
  .meta({ title: "One environment of the platform" });

/** `estate.yaml`: what holds for the whole organization. */
export const estateSchema = z
  .strictObject({
    organization: described("Who runs the platform.", {
      name: text("2 to 10 lower-case letters and digits; every name starts with it.", "acme", organizationPattern),
      domain: text("Public domain of the platform.", "example.com", domainPattern),
      billingContact: text("E-mail that budget alerts go to.", "finops@example.com", emailPattern),
      securityContact: text("E-mail that security alerts go to.", "security@example.com", emailPattern),
    }),
    terraform: described("Which terraform runs, and where state is kept.", {
      organization: text("HCP Terraform organization. Default: organization.name.", "acme").optional(),
      hostname: text("HCP Terraform or Terraform Enterprise host. Default: app.terraform.io.").default("app.terraform.io"),
      version: text("Exact terraform version, 1.11.0 or later. Default: 1.11.4.").default("1.11.4"),
      backend: z
        .enum(["cloud", "local"])
        .meta({ description: "cloud: a workspace per stack. local: state files, for trying things out. Default: cloud." })
        .default("cloud"),
      notifications: z
        .enum(["none", "slack", "microsoft-teams", "generic"])
        .meta({
          description:
            "Where failed runs and drift are reported. The webhook's address is a secret: a variable of the workspaces stack. Default: none.",
        })
        .default("none"),
    }).prefault({}),
    github,
    identity: described("Who people are.", { groups }).prefault({}),
    tags: described("Tags of every resource.", {
      owner: text("Team that owns the platform.", "platform"),
      costCenter: text("Cost center that pays for it.", "cc-0000"),
      dataClassification: text("Highest classification of the data kept. Default: internal.").default("internal"),
      extra: z.record(z.string(), z.string()).meta({ description: "Further tags; keys in kebab-case. Default: none." }).default({}),
    }),
    network: described("Addresses.", {
      estateCidr: text(`Block all places are in. Default: ${defaultEstateCidr}.`).default(defaultEstateCidr),
    }).prefault({}),
    versions: described("Versions that are the same in every place.", {
      kubernetes: text("Minor version, in quotes. Default: 1.34.").default("1.34"),
      postgres: text("Major version, in quotes. Default: 17.").default("17"),
      valkey: text("Minor version, in quotes. Default: 8.0.").default("8.0"),
    }).prefault({}),
    management: z
      .strictObject({
        region: regionName("aws", "Region of the management place."),
        accountId,
        administrators: people("Who administers the cluster: IAM role ARNs."),
        viewers: people("Who may look into the cluster: IAM role ARNs. Default: nobody.").default([]),
        ...environmentKeys,
        ...inClusters,
        settings,
      })
      .meta({ description: "The place that runs Vault, Atlantis and the like. Default: none." })
      .optional(),
    dataSync: described("Replication of tables between clouds.", {
      hub: z.enum(["aws"]).meta({ description: "Cloud the replication runs in. Default: aws." }).default("aws"),
      azureSql: text("How changes leave Azure SQL Database. Default: debezium, the only way.")
        .meta({ enum: ["debezium"] })
        .default("debezium"),
      tables: z
        .array(
          z.strictObject({
            name: text("`schema.table`.", "public.orders"),
            owner: z.enum(cloudNames).meta({ description: "The one cloud that writes it." }),
          }),
        )
        .meta({ description: "Tables that are replicated. Default: none." })
        .default([]),
    }).prefault({}),
    cost,
    apps: z
      .record(z.string(), appSchema)
      .meta({ description: "Applications, by name: 2 to 10 lower-case letters and digits. Default: none." })
      .default({}),
    retired: z
      .record(z.string(), z.enum(retirementSteps))
      .meta({
        description:
          "Stacks that are going away, by id. released: nothing in it refuses deletion any more. emptied: written without resources, so that applying it destroys what it holds. Default: none.",
        examples: [{ "prod-aws-usw2-data": "released" }],
      })
      .default({}),
    defaults: settingsSchema.optional().meta({ description: "Settings under every environment's." }),
  })
  .meta({ title: "What holds for the whole organization" });

/** The two kinds of files, as written and with defaults filled in. */
export type EstateFile = z.infer<typeof estateSchema>;
export type EnvironmentFile = z.infer<typeof environmentSchema>;
