// Lists the images of this repository that the configuration runs, and the registries they go to, as a matrix of images.yml.
import { appendFileSync } from "node:fs";
import type { Estate } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { connectClouds } from "../../config/replication.ts";
import { type CloudName, makePlace } from "../../constructs/place.ts";
import { registryAddress } from "../../constructs/registry/address.ts";
import { centralPlace } from "../../stacks/central.ts";
import { cloudContexts, homePlace } from "../../stacks/context.ts";

/** An image, and where it belongs. */
export interface Image {
  /** Name of the image, and of its folder here. */
  readonly image: "agents" | "atlantis" | "kafka-connect";
  readonly tag: string;
  /** The cloud whose registry it goes to, the registry's host, and the folder in it. */
  readonly cloud: CloudName;
  readonly host: string;
  readonly folder: string;
  /** GitHub environment whose jobs may push. */
  readonly environment: string;
}

/** Nothing without a central place, which has the registries; agents and Atlantis only with HCP Terraform, which they serve; Atlantis only with its App. */
export function images(estate: Estate): Image[] {
  const central = centralPlace(estate);
  if (central === undefined) return [];
  const { agents, atlantis, kafkaConnect } = estate.versions.images;
  const isServed = estate.terraform.backend === "cloud";
  const registries = cloudContexts(estate, central.environment).map((context) => {
    const [host = "", ...folders] = registryAddress(makePlace(homePlace(context))).split("/");
    return { cloud: context.cloud, host, folder: folders.join("/"), environment: central.environment.name };
  });
  const of = (...clouds: CloudName[]) => registries.filter(({ cloud }) => clouds.includes(cloud));
  return [
    ...of("aws").flatMap((registry) => [
      ...(isServed ? [{ image: "agents", tag: agents, ...registry } as const] : []),
      ...(isServed && estate.github.atlantis ? [{ image: "atlantis", tag: atlantis, ...registry } as const] : []),
    ]),
    ...of(...connectClouds(estate)).map((registry) => ({ image: "kafka-connect", tag: kafkaConnect, ...registry }) as const),
  ];
}

if (process.argv[1]?.endsWith("images.ts")) {
  const file = process.env.GITHUB_OUTPUT;
  if (!file) throw new Error("GITHUB_OUTPUT: is not set; this script is a step of images.yml");
  appendFileSync(file, `images=${JSON.stringify(images(loadEstate("config")))}\n`);
}
