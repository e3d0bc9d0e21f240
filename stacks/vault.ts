import type { Construct } from "constructs";
import type { Estate } from "../config/estate.ts";
import { perEstate, syncPlaces } from "../config/places.ts";
import { vaultDatabases } from "../constructs/addons/addon.ts";
import { federatedPlaces } from "../constructs/addons/mesh/karmada-facts.ts";
import { makePlace } from "../constructs/place.ts";
import { vaultContract } from "../constructs/vault/contract.ts";
import { EstateVault, type EstateVaultProps } from "../constructs/vault/estate-vault.ts";
import type { VaultPlace } from "../constructs/vault/facts.ts";
import { connectVault } from "../constructs/vault/provider.ts";
import { tokenHost } from "./account.ts";
import { databaseLogins, signIn } from "./addon-settings.ts";
import { centralPlace, isCentralPlace } from "./central.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { known, placeFacts } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import { projectName, type StackSpec } from "./stack-spec.ts";

/** What Vault holds for the whole estate, as the configuration describes it. */
export type VaultInput = EstateVaultProps;

/** What Vault holds for all: what is mounted, who may do what, how runs, jobs and people sign in, the root of the meshes' trust. */
export class VaultStack extends PlatformStack<VaultInput> {
  constructor(scope: Construct, spec: StackSpec<VaultInput>) {
    super(scope, spec);
    connectVault(this);
    this.publish(vaultContract, new EstateVault(this, "Vault", this.input));
  }
}

/** What the stack is built from. @returns undefined where there is no Vault */
export function vaultInput(estate: Estate, stackId: string): VaultInput | undefined {
  const all = vaultPlaces(estate);
  const central = all.find(({ isCentral }) => isCentral);
  if (central === undefined) return undefined;
  const { organization, terraform, github, identity } = estate;
  const environments = Object.keys(estate.environments) as (keyof typeof estate.environments)[];
  return {
    domain: organization.domain,
    terraform: { hostname: terraform.hostname, organization: terraform.organization },
    projects: Object.fromEntries(environments.map((name) => [name, projectName(terraform, name)])),
    github: { owner: github.owner, repository: github.repository, tokenHost: tokenHost(github.url) },
    groups: identity.groups,
    signIn: signIn(estate),
    places: known(estate, all, stackId),
    central,
  };
}

/** Every place, as far as Vault depends on it. */
export const vaultPlaces = perEstate((estate): readonly VaultPlace[] => {
  const central = centralPlace(estate);
  if (central === undefined) return [];
  const contexts = Object.values(estate.environments).flatMap((environment) => cloudContexts(estate, environment).flatMap(placeContexts));
  const facts = contexts.map(placeFacts);
  const reached = vaultDatabases({ central: placeFacts(central), estate: facts }).map(({ id }) => id);
  const federated = [...federatedPlaces(facts).values()].flat().map(({ id }) => id);
  return contexts.map((context) => vaultPlace(context, reached, federated));
});

function vaultPlace(context: PlaceContext, reached: readonly string[], federated: readonly string[]): VaultPlace {
  const { estate, environment, place } = context;
  const { id, name, engine } = placeFacts(context);
  const spansPlaces = environment.interconnect && cloudContexts(estate, environment).flatMap(placeContexts).length > 1;
  const isReached = reached.includes(id);
  const handsOn = handedOnBy(context);
  return {
    id,
    name,
    environment: environment.name,
    isCentral: isCentralPlace(estate, place),
    mesh: spansPlaces ? environment.mesh : "none",
    federated: environment.interconnect && federated.includes(id),
    ...(isReached && engine && { engine }),
    logins: isReached ? databaseLogins(context) : [],
    ...(handsOn.length > 0 && { handsOn }),
  };
}

/** Places whose logins of DMS the hub hands on: those with a database that DMS may be at. */
function handedOnBy({ estate, environment, place }: PlaceContext): string[] {
  const [hub, ...others] = environment.dataSync ? syncPlaces(estate, environment) : [];
  if (hub === undefined || hub.id !== makePlace(place).id) return [];
  return [hub, ...others].filter(({ engine }) => engine === "postgresql").map(({ id }) => id);
}
