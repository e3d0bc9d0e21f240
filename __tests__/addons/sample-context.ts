import type { AddonContext, PlaceFacts } from "../../constructs/addons/addon.ts";
import { bucketContract } from "../../constructs/bucket/contract.ts";
import { clusterContract } from "../../constructs/cluster/contract.ts";
import type { Contract, ValuesOf } from "../../constructs/contract.ts";
import { databaseContract } from "../../constructs/database/contract.ts";
import { filesContract } from "../../constructs/files/contract.ts";
import type { Identity } from "../../constructs/identity/contract.ts";
import { ingressContract } from "../../constructs/ingress/contract.ts";
import { internalAddressIn, placeCidr } from "../../constructs/network/cidr-plan.ts";
import { networkContract } from "../../constructs/network/contract.ts";
import { type CloudAccount, type CloudName, cloudNames, type EnvironmentName, makePlace } from "../../constructs/place.ts";
import { registryContract } from "../../constructs/registry/contract.ts";
import { secretStoreContract } from "../../constructs/secrets/contract.ts";
import { keycloakSignIn } from "../../constructs/sso/sign-in.ts";
import { sealContract } from "../../constructs/vault/contract.ts";

const accounts: Record<CloudName, CloudAccount> = {
  aws: { cloud: "aws", accountId: "444444444444" },
  gcp: { cloud: "gcp", projectId: "acme-prod", projectNumber: "444444444444", billingAccount: "0A1B2C-3D4E5F-6A7B8C" },
  azure: {
    cloud: "azure",
    subscriptionId: "00000000-0000-0000-0000-000000000004",
    tenantId: "00000000-0000-0000-0000-00000000aaaa",
  },
};
const regions: Record<CloudName, string> = { aws: "us-east-1", gcp: "us-east4", azure: "eastus2" };

const pool = { size: "m", arch: "amd64", min: 3, max: 12, spot: false } as const;

/** A place of an environment, as configuration knows it. */
export function samplePlace(cloud: CloudName, environment: EnvironmentName = "prod"): PlaceFacts {
  const region = regions[cloud];
  const place = makePlace({ organization: "acme", environment, cloud, region, account: accounts[cloud] });
  const cidr = placeCidr(environment, cloud, region);
  const engine = cloud === "azure" ? "sqlserver" : "postgresql";
  return { id: place.id, name: place.name, place, cidr, internalAddress: internalAddressIn(cloud, cidr), engine, interconnect: true };
}

/** A contract's values as text that says what it stands for: `<cluster.endpoint>`. */
export function sampleValues<C extends Contract>(contract: C, given: Partial<ValuesOf<C>> = {}): ValuesOf<C> {
  const values = Object.entries(contract.fields).map(([field, { kind }]) => {
    const text = `<${contract.name}.${field}>`;
    return [field, kind === "list" ? [text] : kind === "number" ? 1234 : kind === "boolean" ? true : text];
  });
  return { ...Object.fromEntries(values), ...given } as ValuesOf<C>;
}

/** What an identity gives, on every cloud. */
export const sampleIdentity: Identity = {
  serviceAccountAnnotations: { "example.com/identity": "<identity>" },
  podLabels: { "example.com/use-identity": "true" },
};

/** A place in production with everything in it. */
export function sampleContext(cloud: CloudName, overrides: Partial<AddonContext> = {}): AddonContext {
  const { place } = samplePlace(cloud);
  const places = cloudNames.map((name) => samplePlace(name));
  const purposes = ["app", "cost", "logs", "metrics", "traces", "vault", "velero"];
  const buckets = purposes.map((purpose) => [purpose, sampleValues(bucketContract.named(purpose))]);
  return {
    place,
    cluster: sampleValues(clusterContract),
    network: sampleValues(networkContract),
    ingress: sampleValues(ingressContract),
    files: sampleValues(filesContract),
    secretStore: sampleValues(secretStoreContract),
    database: sampleValues(databaseContract),
    seal: sampleValues(sealContract),
    registry: sampleValues(registryContract),
    buckets: Object.fromEntries(buckets),
    edgeCidrs: ["173.245.48.0/20"],
    tags: { environment: "prod", owner: "platform" },
    domain: "example.com",
    estateCidr: "10.0.0.0/8",
    kubernetesVersion: "1.34",
    postgresVersion: "17",
    highAvailability: true,
    deletionProtection: true,
    criticality: "high",
    compute: "pools",
    cilium: cloud === "aws" ? "chaining" : "off",
    pools: { system: pool, general: pool, spot: { ...pool, spot: true } },
    mesh: "istio",
    ingressMode: "l4",
    capturedTables: [],
    keepsDmsLogins: false,
    interconnect: true,
    observers: [],
    observerSites: { datadog: "datadoghq.com", newrelic: "US" },
    policies: "enforce",
    chaos: false,
    budgetUsd: 45_000,
    retentionDays: { app: 0, logs: 31, metrics: 400, traces: 14, velero: 90 },
    groups: { administrators: "platform-administrators", operators: "platform-operators", developers: "developers", auditors: "auditors" },
    contacts: { billing: "finops@example.com", security: "security@example.com" },
    alertsToChat: true,
    repositories: { platform: "https://github.com/acme/platform", gitops: "https://github.com/acme/platform-gitops" },
    central: samplePlace("aws", "mgmt"),
    vaultAddress: "https://vault.example.com",
    signIn: keycloakSignIn("example.com"),
    identityProvider: "keycloak",
    accessTeam: "acme",
    atlantis: { appId: "200000", githubHost: "github.com", imageTag: "1.0.0", terraformHost: "app.terraform.io" },
    databaseLogins: ["dms", "debezium"],
    databaseUsers: [{ app: "shop", user: "shop" }],
    places,
    estate: [...places, ...cloudNames.map((name) => samplePlace(name, "staging")), samplePlace("aws", "mgmt")],
    foreignBackups: { of: samplePlace(cloud === "aws" ? "gcp" : "aws"), bucket: sampleValues(bucketContract.named("velero")) },
    ...overrides,
  };
}
