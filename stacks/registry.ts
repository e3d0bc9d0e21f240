import type { Construct } from "constructs";
import type { Estate } from "../config/estate.ts";
import { connectClouds } from "../config/replication.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { makePlace } from "../constructs/place.ts";
import { pullersByNode, type RegistryProps, registryContract } from "../constructs/registry/contract.ts";
import { tokenHost } from "./account.ts";
import { type CloudContext, cloudContexts, placeContexts } from "./context.ts";
import { lazily } from "./lazily.ts";
import { stays } from "./place-facts.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

/** Where the images of one cloud's clusters are kept, as the configuration describes it. */
export interface RegistryInput extends Omit<RegistryProps, "place" | "account" | "clusters"> {
  /** Places whose clusters' nodes are let in by name. */
  readonly nodesOf: readonly string[];
}

/** Where images are kept for every cluster of one cloud, whatever its environment: what runs in production is what was tested. */
export class RegistryStack extends PlaceStack<RegistryInput> {
  constructor(scope: Construct, spec: PlacedSpec<RegistryInput>) {
    super(scope, spec);
    const { nodesOf, ...props } = this.input;
    const clusters = Object.fromEntries(nodesOf.map((id) => [id, this.consume(clusterContract, `${id}-cluster`)]));
    // What a cloud has no use for is not read.
    const known = Object.fromEntries(Object.entries({ ...props, place: this.place, clusters }).map(([name, value]) => [name, () => value]));
    const given = lazily<RegistryProps>({ ...known, account: () => this.consume(accountContract) } as never);
    this.publish(registryContract, clouds[this.place.cloud].registry(this, "Registry", given));
  }
}

/** Images of the platform itself that only the central place runs. */
const ownImages = ["agents", "atlantis"];

/** The image of the platform itself that clusters of a cloud run. */
export const connectImage = "kafka-connect";

/** What the stack is built from. */
export function registryInput({ estate, environment, cloud, placement }: CloudContext): RegistryInput {
  const { github, apps } = estate;
  const users = Object.values(estate.environments).flatMap((other) => cloudContexts(estate, other).filter((one) => one.cloud === cloud));
  const places = users.flatMap(placeContexts).filter(({ place }) => stays(estate, makePlace(place).id));
  const images = Object.entries(apps).filter(([, app]) => app.clouds.includes(cloud));
  const accounts = [placement.account, ...places.map(({ place }) => place.account)].map((account) => JSON.stringify(account));
  return {
    images: [
      ...(cloud === "aws" ? ownImages : []),
      ...(connectClouds(estate).includes(cloud) ? [connectImage] : []),
      ...images.map(([name]) => name),
    ],
    accounts: [...new Set(accounts)].map((account) => JSON.parse(account)),
    nodesOf: pullersByNode[cloud] ? places.map(({ place }) => makePlace(place).id) : [],
    replicaRegions: [...new Set(places.map(({ place }) => place.region))].filter((region) => region !== placement.homeRegion).sort(),
    github: { owner: github.owner, repositories: repositoriesOf(images), tokenHost: tokenHost(github.url) },
    deletionProtection: environment.deletionProtection,
  };
}

const repositoriesOf = (images: [string, Estate["apps"][string]][]): string[] =>
  [...new Set(images.map(([, { repository }]) => repository))].sort();
