import { blocksOf } from "./expect.ts";
import type { Json, Subject } from "./policy.ts";
import taggable from "./taggable.json";

/** Tags or labels as they are written. */
export type WrittenTags = Readonly<Record<string, Json>>;

/** One place where a resource carries tags. */
export interface TagPlace {
  /** `tags`, `settings.user_labels`. */
  readonly argument: string;
  /** None if nothing is written. */
  readonly tags: WrittenTags;
}

/** Tags that are put on what a resource makes in turn, or that a type has in a block only. */
const nested: Readonly<Record<string, string>> = {
  aws_launch_template: "tag_specifications.tags",
  google_container_node_pool: "node_config.resource_labels",
  google_sql_database_instance: "settings.user_labels",
};
/** Its tags are blocks, each with whether what it launches has it too. */
const TAG_BLOCKS = "aws_autoscaling_group";

const argumentByType: Readonly<Record<string, string>> = taggable;

/** Every type of AWS, Google Cloud and Azure that can carry tags, by the providers' bindings. */
export const taggableTypes: readonly string[] = [...new Set([...Object.keys(argumentByType), ...Object.keys(nested), TAG_BLOCKS])].sort();

/** Where the resource carries tags, and which; not where an expression gives them, which only terraform knows. */
export function tagPlaces(subject: Subject): TagPlace[] {
  const { type, attributes } = subject;
  if (type === TAG_BLOCKS)
    return [{ argument: "tag", tags: Object.fromEntries(blocksOf(subject, "tag").map((tag) => [tag.key, tag.value])) }];
  const own = argumentByType[type];
  const inner = nested[type];
  return [...(own === undefined ? [] : written(own, attributes[own])), ...(inner === undefined ? [] : inBlocks(subject, inner))];
}

function inBlocks(subject: Subject, path: string): TagPlace[] {
  const [block = "", argument = ""] = path.split(".");
  if ((subject.attributes.dynamic as WrittenTags | undefined)?.[block] !== undefined) return [];
  const blocks = blocksOf(subject, block);
  return blocks.length === 0 ? written(path, undefined) : blocks.flatMap((inner) => written(path, inner[argument]));
}

const written = (argument: string, tags: Json | undefined): TagPlace[] =>
  typeof tags === "string" ? [] : [{ argument, tags: (tags ?? {}) as WrittenTags }];
