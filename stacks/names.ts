import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { connectCentral } from "../constructs/clouds/central-aws.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { namesArePrivate } from "../constructs/names/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { aliasOf, makePlace } from "../constructs/place.ts";
import { isCentralEnvironment } from "./central.ts";
import { cloudContexts, placeContexts } from "./context.ts";
import { centralLinked, type LinkedPlace, linkedPlaces } from "./interconnect-input.ts";
import { known } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** Who asks for whose database, as the configuration describes it. */
export interface NamesInput {
  /** Places whose database has a name that only their own network knows. */
  readonly databases: readonly LinkedPlace[];
  /** Places whose networks are told of the others'. */
  readonly networks: readonly LinkedPlace[];
  /** The central place, where it is another environment's: what runs there reaches every database. */
  readonly central?: LinkedPlace;
  readonly dynamicCredentials: boolean;
}

/** Databases under their own names in the networks of the other places: clients check certificates against them. */
export class NamesStack extends PlatformStack<NamesInput> {
  constructor(scope: Construct, spec: StackSpec<NamesInput>) {
    super(scope, spec);
    const { networks, central, dynamicCredentials } = this.input;
    const first = networks.filter((place, index) => networks.findIndex(({ cloud }) => cloud === place.cloud) === index);
    for (const place of first) clouds[place.cloud].provider(this, makePlace(place), spec.tags);
    for (const network of networks) this.tell(constructId(aliasOf(network.id)), network);
    if (central) this.tell("Central", central, connectCentral(this, central, { dynamicCredentials, tags: spec.tags, alias: "central" }));
  }

  private tell(id: string, network: LinkedPlace, provider?: ReturnType<typeof connectCentral>): void {
    const { networkId } = this.consume(networkContract, `${network.id}-network`);
    for (const { id: owner } of this.input.databases.filter((database) => database.id !== network.id)) {
      const { host, privateIps } = this.consume(databaseContract, `${owner}-data`);
      const of = aliasOf(owner);
      clouds[network.cloud].privateName(this, `${id}Of${constructId(of)}`, {
        place: makePlace(network),
        networkId,
        host,
        addresses: privateIps,
        of,
        provider,
      });
    }
  }
}

/** Id of an environment's stack of names. */
export const namesId = ({ name }: Pick<Environment, "name">): string => `${name}-names`;

/**
 * What the stack is built from.
 *
 * @returns undefined where no network needs to be told of another's database
 */
export function namesInput(estate: Estate, environment: Environment): NamesInput | undefined {
  if (!environment.interconnect) return undefined;
  const stays = new Set(known(estate, linkedPlaces(estate, environment), namesId(environment)).map(({ id }) => id));
  const networks = linkedPlaces(estate, environment).filter(({ id }) => stays.has(id));
  const withDatabase = cloudContexts(estate, environment)
    .flatMap(placeContexts)
    .filter(({ settings }) => settings.database.enabled)
    .map(({ place }) => makePlace(place).id);
  const databases = networks.filter(({ id, cloud }) => withDatabase.includes(id) && namesArePrivate[cloud]);
  const central = isCentralEnvironment(estate, environment) ? undefined : centralLinked(estate);
  if (databases.length === 0 || (networks.length < 2 && central === undefined)) return undefined;
  return { databases, networks, ...(central && { central }), dynamicCredentials: estate.terraform.backend === "cloud" };
}
