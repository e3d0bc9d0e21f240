import { z } from "zod";
import { defaultEstateCidr } from "../constructs/network/cidr-plan.ts";
import { dataSyncSchema, edgeSchema } from "./between-schema.ts";
import { appSchema } from "./cluster-schema.ts";
import { type environmentSchema, managementSchema } from "./environment-schema.ts";
import { digitsPattern, domainPattern, emailPattern, hostPattern, imageTagPattern, organizationPattern } from "./formats.ts";
import { described, flag, text, usd } from "./schema-words.ts";
import { settingsSchema } from "./settings-schema.ts";

/** How far a stack on its way out is, in order. */
export const retirementSteps = ["released", "emptied"] as const;
export type RetirementStep = (typeof retirementSteps)[number];

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
  atlantis: described("GitHub App that Atlantis acts as, another than `app`; its keys are secrets of the management place.", {
    appId: text("App id, digits in quotes.", "200000", digitsPattern),
  })
    .optional()
    .meta({ description: "GitHub App that Atlantis acts as. Default: none, and the platform runs no Atlantis." }),
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
/** Who signs people in. */
const identityKeys = {
  provider: z
    .enum(["keycloak", "okta"])
    .meta({ description: "keycloak: run by the platform, in the management place. okta: an organization of yours. Default: keycloak." })
    .default("keycloak"),
  okta: described("The Okta organization, and the API service app that the okta stack acts as.", {
    host: text("Its host.", "acme.okta.com", hostPattern),
    clientId: text("Client id of the app; its private key is an environment variable of the stack's workspace.", "0oa0000000000000000"),
    keyId: text("Id of that key.", "platform"),
  })
    .optional()
    .meta({ description: "The Okta organization. Default: none." }),
  accessTeam: text("Team of Cloudflare Zero Trust: acme in acme.cloudflareaccess.com. Default: organization.name.", "acme").optional(),
};

const groups = described("Groups of people, called the same in HCP Terraform, GitHub and wherever people sign in.", {
  administrators: group("Who may do everything.", "platform-administrators"),
  operators: group("Who runs the platform: approves and applies.", "platform-operators"),
  developers: group("Who changes it by pull request.", "developers"),
  auditors: group("Who may look at everything and change nothing.", "auditors"),
}).prefault({});

/** Vendors that watch, where an environment has them among its observers. */
const observability = described("Accounts of the vendors that environments have as observers.", {
  datadog: described("Datadog.", {
    site: z
      .enum(["datadoghq.com", "datadoghq.eu", "us3.datadoghq.com", "us5.datadoghq.com"])
      .meta({ description: "Site of the organization. Default: datadoghq.com." })
      .default("datadoghq.com"),
  }).prefault({}),
  newrelic: described("New Relic.", {
    accountId: text("Account, digits in quotes.", "1000000", digitsPattern),
    region: z.enum(["US", "EU"]).meta({ description: "Where the account is. Default: US." }).default("US"),
    gcpReader: text(
      "E-mail that New Relic names when a Google project is linked. Default: none, and Google's managed services are not linked.",
      "someone@newrelic-gcp.iam.gserviceaccount.com",
      emailPattern,
    ).optional(),
  })
    .optional()
    .meta({ description: "New Relic. Default: none." }),
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
    identity: described("Who people are.", { ...identityKeys, groups }).prefault({}),
    observability,
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
      images: described("Tags of the images that this repository builds; raise one to build and run another.", {
        agents: text("From agents/. Default: 1.0.0.", undefined, imageTagPattern).default("1.0.0"),
        atlantis: text("From atlantis/. Default: 1.0.0.", undefined, imageTagPattern).default("1.0.0"),
        kafkaConnect: text("From kafka-connect/. Default: 1.0.0.", undefined, imageTagPattern).default("1.0.0"),
      }).prefault({}),
    }).prefault({}),
    management: managementSchema.optional(),
    edge: edgeSchema.optional().meta({ description: "Cloudflare, in front of every place. Default: none, and nothing public is served." }),
    dataSync: dataSyncSchema,
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
