import type { Environment, Estate } from "../config/estate.ts";
import { makePlace } from "../constructs/place.ts";
import { vaultContract } from "../constructs/vault/contract.ts";
import { hasDatabase } from "../constructs/vault/database-engines.ts";
import { type VaultPlace, vaultAddress } from "../constructs/vault/facts.ts";
import { centralPlace } from "./central.ts";
import { estateSpec, refTo } from "./make-spec.ts";
import { known } from "./place-facts.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";
import { VaultStack, vaultInput, vaultPlaces } from "./vault.ts";
import { DatabaseAccessStack, loginOf, type VaultAccessInput, VaultAccessStack } from "./vault-access.ts";

/** What Vault holds: for all, and for each environment. */
export function vaultStacks(estate: Estate, below: readonly StackSpec[]): StackSpec[] {
  const central = centralPlace(estate);
  const id = `${central?.environment.name}-vault`;
  const input = vaultInput(estate, id);
  if (central === undefined || input === undefined) return [];
  const vault = estateSpec(estate, central.environment, VaultStack, {
    id,
    layer: "vault",
    publishes: [vaultContract.name],
    // The server itself runs there.
    consumes: [{ id: `${makePlace(central.place).id}-platform`, publishes: [] }],
    execution: "agent",
    credentials: ["vault"],
    input,
  });
  const access = Object.values(estate.environments).flatMap((environment) => accessStack(estate, environment, refTo(vault), below));
  return [vault, ...access];
}

/** The stack of how an environment's clusters sign in to Vault. */
export function vaultAccessOf(estate: Estate, environment: Environment): StackRef {
  const id = `${environment.name}-vault-access`;
  const withDatabase = known(estate, placesOf(estate, environment), id).filter(hasDatabase);
  return { id, publishes: withDatabase.map((place) => loginOf(place).name) };
}

function accessStack(estate: Estate, environment: Environment, vault: StackRef, below: readonly StackSpec[]): StackSpec[] {
  const ref = vaultAccessOf(estate, environment);
  const all = placesOf(estate, environment);
  if (all.length === 0) return [];
  const input = accessInput(estate, known(estate, all, ref.id));
  return [
    estateSpec(estate, environment, VaultAccessStack, {
      ...ref,
      layer: "vault-access",
      consumes: [vault, ...stacksOf(input.places, below, "cluster")],
      execution: "agent",
      credentials: ["vault"],
      input,
    }),
  ];
}

/** The stacks of the environments' databases in Vault: after what makes Vault's own login in them. */
export function databaseAccessStacks(estate: Estate, below: readonly StackSpec[]): StackSpec[] {
  const vault = centralPlace(estate);
  return Object.values(estate.environments).flatMap((environment) => {
    const id = `${environment.name}-database-access`;
    const all = placesOf(estate, environment).filter(hasDatabase);
    if (all.length === 0) return [];
    const access = vaultAccessOf(estate, environment);
    // A login that is not published any more cannot be read.
    const logins = known(estate, all, id).filter((place) => access.publishes.includes(loginOf(place).name));
    const input = accessInput(estate, logins);
    return [
      estateSpec(estate, environment, DatabaseAccessStack, {
        id,
        layer: "database-access",
        publishes: [],
        consumes: [
          access,
          { id: `${vault?.environment.name}-vault`, publishes: [vaultContract.name] },
          ...stacksOf(input.places, below, "data"),
          ...input.places.map(({ id }) => ({ id: `${id}-platform`, publishes: [] })),
        ],
        execution: "agent",
        credentials: ["vault"],
        input,
      }),
    ];
  });
}

const placesOf = (estate: Estate, { name }: Environment): VaultPlace[] =>
  vaultPlaces(estate).filter(({ environment }) => environment === name);

const accessInput = (estate: Estate, places: readonly VaultPlace[]): VaultAccessInput => ({
  address: vaultAddress(estate.organization.domain),
  places,
});

const stacksOf = (places: readonly VaultPlace[], below: readonly StackSpec[], layer: "cluster" | "data"): StackRef[] =>
  places.flatMap(({ id }) => below.filter((spec) => spec.id === `${id}-${layer}`).map(refTo));
