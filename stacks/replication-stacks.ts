import type { Environment, Estate } from "../config/estate.ts";
import { makePlace } from "../constructs/place.ts";
import { vaultContract } from "../constructs/vault/contract.ts";
import { centralPlace } from "./central.ts";
import { ChangeCaptureStack, changeCaptureId, changeCaptureInput } from "./change-capture.ts";
import { accountOf } from "./context.ts";
import { DataSyncStack, dataSyncContracts, dataSyncId, dataSyncInput } from "./data-sync.ts";
import { estateSpec, refTo } from "./make-spec.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";

/** What copies tables between an environment's databases: DMS and Kafka in the hub, Debezium beside the databases. */
export function replicationStacks(estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] {
  const input = dataSyncInput(estate, environment);
  const central = centralPlace(estate);
  if (input === undefined || central === undefined) return [];
  const stack = (id: string): StackRef => refTo(below.find((spec) => spec.id === id) as StackSpec);
  const { id: hub, cloud } = makePlace(input.hub);
  const sync = estateSpec(estate, environment, DataSyncStack, {
    id: dataSyncId(environment),
    layer: "datasync",
    publishes: dataSyncContracts(input),
    consumes: [
      accountOf({ environment, cloud }),
      stack(`${hub}-network`),
      { id: `${central.environment.name}-vault`, publishes: [vaultContract.name] },
      // The logins are there by then, and their names reach the databases.
      { id: `${environment.name}-database-access`, publishes: [] },
      ...input.places.map((id) => stack(`${id}-data`)),
    ],
    execution: "agent",
    credentials: [cloud, "vault"],
    input,
  });
  return [sync, ...changeCapture(estate, environment, sync, stack)];
}

function changeCapture(
  estate: Estate,
  environment: Environment,
  sync: StackSpec<NonNullable<ReturnType<typeof dataSyncInput>>>,
  stack: (id: string) => StackRef,
): StackSpec[] {
  const input = changeCaptureInput(estate, environment, sync.input);
  if (input === undefined) return [];
  const databases = new Set([...input.places.map(({ id }) => id), ...input.dms]);
  return [
    estateSpec(estate, environment, ChangeCaptureStack, {
      id: changeCaptureId(environment),
      layer: "cdc",
      publishes: [],
      consumes: [
        refTo(sync),
        ...[...databases].map((id) => stack(`${id}-data`)),
        // What runs Kafka Connect is there by then.
        ...input.places.flatMap(({ id }) => [stack(`${id}-cluster`), { id: `${id}-platform`, publishes: [] }]),
      ],
      execution: "agent",
      credentials: [...new Set(input.places.map(({ cloud }) => cloud))],
      input,
    }),
  ];
}
