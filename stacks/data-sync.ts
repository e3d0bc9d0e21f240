import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { syncPlaces } from "../config/places.ts";
import { flowsIn } from "../config/replication.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { busContract } from "../constructs/replication/contract.ts";
import { DataSync, type DataSyncProps, needsBus } from "../constructs/replication/data-sync.ts";
import { busPasswordVariable } from "../constructs/replication/dms-bus-endpoint.ts";
import { seedVariable } from "../constructs/replication/dms-endpoints.ts";
import { dmsTasks } from "../constructs/replication/dms-tasks.ts";
import { vaultContract } from "../constructs/vault/contract.ts";
import { connectVault } from "../constructs/vault/provider.ts";
import { cloudContexts, type PlaceContext, peerCidrs, placeContexts } from "./context.ts";
import { known } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** What is replicated in an environment and from where, as the configuration describes it. */
export interface DataSyncInput extends Omit<DataSyncProps, "hub" | "account" | "network" | "vault" | "databases"> {
  readonly hub: PlaceInput;
  /** Ids of the places whose databases take part. */
  readonly places: readonly string[];
  /** Secrets that a product takes by value only: a person sets them as variables of the workspace. */
  readonly variables: readonly { readonly name: string; readonly description: string }[];
}

/** AWS DMS and Kafka in the hub of an environment's replication. */
export class DataSyncStack extends PlatformStack<DataSyncInput> {
  constructor(scope: Construct, spec: StackSpec<DataSyncInput>) {
    super(scope, spec);
    const { hub, places, ...props } = this.input;
    const place = makePlace(hub);
    clouds[place.cloud].provider(this, place, spec.tags);
    connectVault(this);
    const databases = Object.fromEntries(places.map((id) => [id, this.consume(databaseContract, `${id}-data`)]));
    const { bus } = new DataSync(this, "DataSync", {
      ...props,
      hub: place,
      account: this.consume(accountContract),
      network: this.consume(networkContract),
      vault: this.consume(vaultContract),
      databases,
    });
    if (bus) this.publish(busContract, bus);
  }
}

/** Id of an environment's stack of DMS and Kafka. */
export const dataSyncId = ({ name }: Pick<Environment, "name">): string => `${name}-datasync`;

/** The place that DMS and Kafka run in. */
export function hubOf(estate: Estate, environment: Environment): PlaceContext | undefined {
  const [hub] = syncPlaces(estate, environment).filter(({ cloud }) => cloud === estate.dataSync.hub);
  return cloudContexts(estate, environment)
    .flatMap(placeContexts)
    .find(({ place }) => makePlace(place).id === hub?.id);
}

/**
 * What the stack is built from.
 *
 * @returns undefined where nothing is replicated
 */
export function dataSyncInput(estate: Estate, environment: Environment): DataSyncInput | undefined {
  const hub = hubOf(estate, environment);
  if (!environment.dataSync || hub === undefined) return undefined;
  const { tables, publish, size } = estate.dataSync;
  const staying = new Set(known(estate, syncPlaces(estate, environment), dataSyncId(environment)).map(({ id }) => id));
  const flows = flowsIn(estate, environment).filter(({ from, to }) => staying.has(from.id) && staying.has(to.id));
  const published = publish ? tables.filter(({ owner }) => owner === estate.dataSync.hub).map(({ name }) => name) : [];
  const { id } = makePlace(hub.place);
  const used = new Set([id, ...flows.flatMap(({ from, to }) => [from.id, to.id])]);
  return {
    hub: hub.place,
    places: [...staying].filter((place) => used.has(place)),
    flows,
    published,
    size,
    highAvailability: hub.settings.database.highAvailability,
    peerCidrs: peerCidrs(hub),
    logRetentionDays: hub.settings.logRetentionDays,
    deletionProtection: environment.deletionProtection,
    variables: variablesOf(flows, id, published),
  };
}

function variablesOf(flows: DataSyncInput["flows"], hub: string, published: readonly string[]): DataSyncInput["variables"] {
  const seeds = [...new Set(flows.filter(({ seeded }) => seeded).map(({ from }) => from.id))];
  const isPublished = dmsTasks(flows, hub, published).some(({ to }) => to === "bus");
  return [
    ...(isPublished ? [{ name: busPasswordVariable, description: "a password of your own, 16 letters and digits or more" }] : []),
    ...seeds.map((id) => ({
      name: seedVariable(id),
      description: `\`vault read -field=password database/static-creds/${id}-dms\`, just before the first copy`,
    })),
  ];
}

/** Names of the contracts that the stack publishes. */
export const dataSyncContracts = (input: DataSyncInput): string[] => (needsBus(input) ? [busContract.name] : []);
