import type { Environment, Estate } from "../config/estate.ts";
import { guestRoleArns } from "../constructs/account/aws-guests.ts";
import type { Credential } from "../constructs/delivery/contract.ts";
import { runIdentity } from "../constructs/delivery/run-identity.ts";
import { credentialsTeam } from "../constructs/delivery/terraform-teams.ts";
import { centralPlace } from "./central.ts";
import { dynamicCredentials, variableSetKey } from "./run-credentials.ts";
import { projectName, type StackEnvironment, type StackSpec } from "./stack-spec.ts";
import type { CredentialSetInput } from "./workspaces.ts";

/** What a set is given to. */
type Described = Omit<StackSpec, "build">;
type Sets = [string, CredentialSetInput][];

/** The variable sets by which runs get what they act as, by the qualifier of their contract. */
export function credentialSets(estate: Estate, all: readonly Described[]): Record<string, CredentialSetInput> {
  const ofEnvironments = Object.values(estate.environments).flatMap((environment) => setsOf(estate, environment, all));
  const edges = [...new Set(all.filter(usesEdge).map(({ environment }) => environment))].map((name) => edgeSet(estate, name, all));
  return Object.fromEntries([...ofEnvironments, ...githubSet(estate, all), ...oktaSet(estate, all), ...edges, ...centralSets(estate, all)]);
}

function setsOf(estate: Estate, { name, observers }: Environment, all: readonly Described[]): Sets {
  const dynamic = dynamicCredentials(estate, name).map((credential) =>
    set(estate, name, credential, all, { description: `Short-lived ${credential} tokens for runs of ${name}`, published: true }),
  );
  const token = set(estate, name, "terraform", all, {
    description: `Lets the credentials stack of ${name} fill the variable sets of ${name}`,
    published: false,
    secrets: [{ key: "TFE_TOKEN", description: `Token of the team ${credentialsTeam(name)}. ${byHand}` }],
  });
  const vendors = observers.map((observer) => set(estate, name, observer, all, observerSets[observer]));
  return [...dynamic, token, ...vendors];
}

const byHand = "A person sets it, here, once";

const observerSets = {
  datadog: {
    description: "Lets the observability stack act in Datadog",
    published: false,
    secrets: [
      { key: "DD_API_KEY", description: `API key of a service account of Datadog. ${byHand}` },
      {
        key: "DD_APP_KEY",
        description: `Application key of that account, for integrations, monitors, SLOs, dashboards, synthetics. ${byHand}`,
      },
    ],
  },
  newrelic: {
    description: "Lets the observability stack act in New Relic",
    published: false,
    secrets: [{ key: "NEW_RELIC_API_KEY", description: `User key of a service user of New Relic. ${byHand}` }],
  },
};

const githubSet = (estate: Estate, all: readonly Described[]): Sets => [
  set(estate, "global", "github", all, {
    description: "Lets the github stack act as its GitHub App",
    published: false,
    secrets: [
      {
        key: "GITHUB_APP_PEM_FILE",
        description: `Private key of the GitHub App in PEM, on one line with \\n for line ends. ${byHand}`,
      },
    ],
  }),
];

const oktaSet = (estate: Estate, all: readonly Described[]): Sets =>
  estate.identity.provider === "okta"
    ? [
        set(estate, "global", "okta", all, {
          description: "Lets the okta stack act as its API service app",
          published: false,
          secrets: [{ key: "OKTA_API_PRIVATE_KEY", description: `Private key of the API service app in PEM. ${byHand}` }],
        }),
      ]
    : [];

const usesEdge = ({ credentials }: Described): boolean => credentials.includes("cloudflare");

const edgeSet = (estate: Estate, environment: StackEnvironment, all: readonly Described[]) =>
  set(estate, environment, "cloudflare", all, {
    description: `Lets stacks of ${environment} act at the edge`,
    published: false,
    secrets: [
      {
        key: "CLOUDFLARE_API_TOKEN",
        description: `API token of the Cloudflare account for the zone, its certificates, DNS, load balancing, rules, Zero Trust, notifications and logs. ${byHand}`,
      },
    ],
  });

/** Who has something in the central place's account is told which roles to take there; their names are known before they are made. */
function centralSets(estate: Estate, all: readonly Described[]): Sets {
  const central = centralPlace(estate);
  const users = all.filter(({ credentials }) => credentials.includes("central"));
  if (central === undefined) return [];
  return [...new Set(users.map(({ environment }) => environment))].map((environment) =>
    set(estate, environment, "central", all, {
      description: `Short-lived aws tokens of the central place's account for runs of ${environment}`,
      published: false,
      variables: runIdentity.central(guestRoleArns(central.place, environment)),
    }),
  );
}

/** Given to exactly the stacks of the environment whose spec asks for the credential. */
function set(
  { terraform }: Estate,
  environment: StackEnvironment,
  credential: Credential,
  all: readonly Described[],
  rest: Pick<CredentialSetInput, "description" | "published" | "secrets" | "variables">,
): [string, CredentialSetInput] {
  const users = all.filter((spec) => spec.environment === environment && spec.credentials.includes(credential));
  const name = `${projectName(terraform, environment)}-${credential}`;
  return [variableSetKey(environment, credential), { name, environment, stacks: users.map(({ id }) => id), ...rest }];
}
