import { z } from "zod";
import { officeHoursPattern } from "../constructs/addons/office-hours.ts";
import { regions } from "../constructs/clouds/regions.ts";
import { type CloudName, cloudNames } from "../constructs/place.ts";
import { recoverySchema, trafficSchema } from "./between-schema.ts";
import { inClusters } from "./cluster-schema.ts";
import { awsAccountPattern, gcpBillingAccountPattern, gcpProjectNumberPattern, gcpProjectPattern, guidPattern } from "./formats.ts";
import { flag, people, settings, text, usd } from "./schema-words.ts";
import { logRetentionChoices, settingsSchema } from "./settings-schema.ts";

/** How much failure an environment survives. */
export const haLevels = ["single", "zonal", "regional"] as const;
export type Ha = (typeof haLevels)[number];

/** What `ha` may be. */
export const ha = z.enum(haLevels).meta({
  description: "single: cheapest, fails with its zone. zonal: survives a zone. regional: sized for production, with copies in dr regions.",
});
const regionName = (cloud: CloudName, description: string) => z.enum(Object.keys(regions[cloud])).meta({ description });

const region = (cloud: CloudName) =>
  settingsSchema
    .extend({
      dr: regionName(cloud, "Region that holds the copies for disaster recovery. Default: none.").optional(),
      drained: flag("Whether it gets no more requests from the edge, while everything in it goes on. Default: false.").optional(),
    })
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
const gcpAccount = {
  projectId: text("Project id.", "acme-prod", gcpProjectPattern),
  projectNumber: text("Project number, digits in quotes.", "100000000000", gcpProjectNumberPattern),
  billingAccount: text("Billing account that budgets are set on.", "000000-000000-000000", gcpBillingAccountPattern),
};
const azureAccount = { subscriptionId: guid("Subscription, a GUID."), tenantId: guid("Entra tenant, a GUID.") };
const gcp = z.strictObject({ ...gcpAccount, ...common("gcp", "Google group e-mails") }).meta({ description: "Google Cloud." });

const azure = z
  .strictObject({
    ...azureAccount,
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

/** What every environment says, the management place among them. */
export const environmentKeys = {
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
    keyVersion: z
      .int()
      .min(1)
      .max(1_000_000)
      .meta({ description: "Version of the keys of its VPN tunnels; the next one makes new keys. Default: 1." })
      .default(1),
    primary: z
      .enum(cloudNames)
      .meta({
        description:
          "Cloud whose database is written to: requests that write go there. Default: the first cloud in the order aws, gcp, azure.",
      })
      .optional(),
    traffic: trafficSchema,
    recovery: recoverySchema,
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

/** An account of the management environment in another cloud, with no place in it. */
const registryAccount = <T extends z.ZodRawShape>(cloud: CloudName, account: T) =>
  z
    .strictObject({
      ...account,
      region: regionName(cloud, "Region of what is there."),
      administrators: people("Who administers what is there.").default([]),
      viewers: people("Who may look at it. Default: nobody.").default([]),
      budgetUsd: usd("Monthly budget, US dollars. Default: an even share of the management environment's.").optional(),
    })
    .meta({ description: `Account for what clusters on ${cloud} need from the center: their images. Default: none.` });
/** Keys that only a place of its own has. */
const dedicatedKeys = ["accountId", "ha", "budgetUsd"] as const;

/** `management` of `estate.yaml`: where the central services are. */
export const managementSchema = z
  .strictObject({
    hosting: z
      .enum(["dedicated", "colocated"])
      .meta({
        description: "dedicated: a place of its own. colocated: in a place of `environment`, for small estates. Default: dedicated.",
      })
      .default("dedicated"),
    environment: z.enum(["dev", "staging", "prod"]).meta({ description: "colocated only: whose place it shares." }).optional(),
    region: regionName("aws", "Region of the management place; colocated, of the AWS place it shares."),
    accountId: accountId.optional(),
    administrators: people("Who administers the cluster: IAM role ARNs.").default([]),
    viewers: people("Who may look into the cluster: IAM role ARNs. Default: nobody.").default([]),
    ...environmentKeys,
    ha: ha.optional(),
    budgetUsd: environmentKeys.budgetUsd.optional(),
    ...inClusters,
    settings,
    gcp: registryAccount("gcp", gcpAccount).optional(),
    azure: registryAccount("azure", azureAccount).optional(),
  })
  .superRefine((management, context) => {
    const isDedicated = management.hosting === "dedicated";
    for (const key of isDedicated ? dedicatedKeys : (["environment"] as const))
      if (management[key] === undefined) context.addIssue({ code: "custom", path: [key], message: "missing" });
    const others = isDedicated ? (["environment"] as const) : ([...dedicatedKeys, "settings", "gcp", "azure"] as const);
    for (const key of others)
      if (management[key] !== undefined)
        context.addIssue({ code: "custom", path: [key], message: `hosting is ${management.hosting}, and the environment says it` });
  })
  .meta({ description: "The place that runs Vault, Atlantis and the like. Default: none." });
