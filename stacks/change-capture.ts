import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { syncPlaces } from "../config/places.ts";
import { connectPlaces } from "../config/replication.ts";
import { ClusterConnection } from "../constructs/cluster/connection.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { aliasOf, makePlace, type PlaceInput } from "../constructs/place.ts";
import { registryAddress } from "../constructs/registry/address.ts";
import { ChangeCapture } from "../constructs/replication/connect/change-capture.ts";
import { connectPlan } from "../constructs/replication/connect/plan.ts";
import { busContract } from "../constructs/replication/contract.ts";
import { dmsTasks } from "../constructs/replication/dms-tasks.ts";
import type { Flow } from "../constructs/replication/flows.ts";
import { addonSettings } from "./addon-settings.ts";
import { centralPlace } from "./central.ts";
import { cloudContexts, homePlace, type PlaceContext, placeContexts } from "./context.ts";
import type { DataSyncInput } from "./data-sync.ts";
import { PlatformStack } from "./platform-stack.ts";
import { connectImage } from "./registry.ts";
import type { StackSpec } from "./stack-spec.ts";

/** A cluster that takes part in replication. */
export interface CapturingPlace extends PlaceInput {
  readonly id: string;
  /** Of Kafka Connect, with its tag. */
  readonly image: string;
  readonly vaultAddress: string;
  readonly highAvailability: boolean;
}

/** What of an environment's replication runs in clusters, as the configuration describes it. */
export interface ChangeCaptureInput {
  readonly places: readonly CapturingPlace[];
  readonly flows: readonly Flow[];
  /** Id of the place that hands on the logins of AWS DMS. */
  readonly hub: string;
  /** Ids of the places that DMS has logins at, which External Secrets keeps for it. */
  readonly dms: readonly string[];
  readonly dynamicCredentials: boolean;
}

/** Debezium beside the databases, in each of their clusters; and in the hub's the logins of AWS DMS. */
export class ChangeCaptureStack extends PlatformStack<ChangeCaptureInput> {
  constructor(scope: Construct, spec: StackSpec<ChangeCaptureInput>) {
    super(scope, spec);
    const { places, flows, hub, dms, dynamicCredentials } = this.input;
    const plan = connectPlan(flows);
    const bus = plan.sources.length > 0 ? this.consume(busContract) : undefined;
    const database = (id: string) => this.consume(databaseContract, `${id}-data`);
    for (const { id, image, vaultAddress, highAvailability, ...input } of places) {
      const place = makePlace(input);
      const alias = aliasOf(id);
      const cluster = this.consume(clusterContract, `${id}-cluster`);
      const { helm } = new ClusterConnection(this, `Connection${constructId(alias)}`, {
        cluster,
        cloud: place.cloud,
        dynamicCredentials,
        alias,
      });
      new ChangeCapture(this, constructId(alias), {
        ...{ place, plan, bus, image, vaultAddress, highAvailability, helm },
        database: database(id),
        ...(id === hub && { dms: Object.fromEntries(dms.map((other) => [other, database(other)])) }),
      });
    }
  }
}

/**
 * What the stack is built from.
 *
 * @param sync what DMS and Kafka are built from
 * @returns undefined where no cluster has anything to do
 */
export function changeCaptureInput(estate: Estate, environment: Environment, sync: DataSyncInput): ChangeCaptureInput | undefined {
  const { flows, published } = sync;
  const hub = makePlace(sync.hub).id;
  const contexts = cloudContexts(estate, environment).flatMap(placeContexts);
  const tasks = dmsTasks(flows, hub, published);
  const isPostgresql = new Set(
    syncPlaces(estate, environment)
      .filter(({ engine }) => engine === "postgresql")
      .map(({ id }) => id),
  );
  const dms = sync.places.filter((id) => isPostgresql.has(id) && tasks.some(({ from, to }) => from === id || to === id));
  const used = new Set([...connectPlaces(flows), ...(dms.length > 0 ? [hub] : [])]);
  const places = contexts.filter(({ place }) => used.has(makePlace(place).id)).flatMap(capturingPlace);
  if (places.length === 0) return undefined;
  return { places, flows, hub, dms, dynamicCredentials: estate.terraform.backend === "cloud" };
}

function capturingPlace(context: PlaceContext): CapturingPlace[] {
  const { estate, cloud, place } = context;
  const { vaultAddress, highAvailability } = addonSettings(context);
  const central = centralPlace(estate);
  const home = central && cloudContexts(estate, central.environment).find((other) => other.cloud === cloud);
  if (vaultAddress === undefined || home === undefined) return [];
  const image = `${registryAddress(makePlace(homePlace(home)))}/${connectImage}:${estate.versions.images.kafkaConnect}`;
  return [{ ...place, id: makePlace(place).id, image, vaultAddress, highAvailability }];
}

/** Id of an environment's stack of Debezium. */
export const changeCaptureId = ({ name }: Pick<Environment, "name">): string => `${name}-cdc`;
