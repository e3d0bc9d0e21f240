// Lists the images of this repository that the configuration runs, as a matrix of images.yml.
import { appendFileSync } from "node:fs";
import type { Estate } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { centralPlace } from "../../stacks/central.ts";

/** An image, and where it belongs. */
export interface Image {
  /** Name of the image, of its folder here, and of its tag in the configuration. */
  readonly image: "agents" | "atlantis";
  readonly tag: string;
  /** Folder in the registry. */
  readonly folder: string;
  /** GitHub environment whose jobs may push. */
  readonly environment: string;
}

/** Nothing without a central place, which is where they run, or without HCP Terraform, which is what they serve; Atlantis only with its App. */
export function images(estate: Estate): Image[] {
  const central = centralPlace(estate);
  if (central === undefined || estate.terraform.backend === "local") return [];
  const { agents, atlantis } = estate.versions.images;
  const shared = { folder: estate.organization.name, environment: central.place.environment };
  return [
    { image: "agents", tag: agents, ...shared },
    ...(estate.github.atlantis ? [{ image: "atlantis", tag: atlantis, ...shared } as const] : []),
  ];
}

if (process.argv[1]?.endsWith("images.ts")) {
  const file = process.env.GITHUB_OUTPUT;
  if (!file) throw new Error("GITHUB_OUTPUT: is not set; this script is a step of images.yml");
  appendFileSync(file, `images=${JSON.stringify(images(loadEstate("config")))}\n`);
}
