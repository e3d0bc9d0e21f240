import type { CloudName } from "./place.ts";

/** Canonical tags: kebab-case keys, the same on every cloud. */
export type Tags = Readonly<Record<string, string>>;

/** The tags every stack sets itself; `auto-stop` only where the environment has office hours. */
export const standardTags = [
  "application",
  "auto-stop",
  "backup-tier",
  "component",
  "cost-center",
  "criticality",
  "data-classification",
  "environment",
  "managed-by",
  "owner",
  "repository",
  "stack",
] as const;
export type StandardTag = (typeof standardTags)[number];

/** What one cloud accepts as a tag (AWS, Azure) or label (GCP). */
export interface TagRules {
  readonly maxKey: number;
  readonly maxValue: number;
  readonly maxCount: number;
  readonly key: (key: string) => string;
  readonly value: (value: string) => string;
}

/**
 * Limits and alphabets per cloud.
 * aws: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 * gcp: https://cloud.google.com/resource-manager/docs/labels-overview
 * azure: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources (128: storage accounts)
 */
export const tagRules: Record<CloudName, TagRules> = {
  aws: {
    maxKey: 128,
    maxValue: 256,
    maxCount: 50,
    key: (key) => key.replace(/[^\p{L}\p{N} +\-=._:/@]/gu, "_").replace(/^aws:/i, "x-aws:"),
    value: (value) => value.replace(/[^\p{L}\p{N} +\-=._:/@]/gu, "_"),
  },
  gcp: {
    maxKey: 63,
    maxValue: 63,
    maxCount: 64,
    key: (key) => gcpLabel(key).replace(/^[^a-z]+/, "x"),
    value: gcpLabel,
  },
  azure: {
    maxKey: 128,
    maxValue: 256,
    maxCount: 50,
    key: (key) => key.replace(/[<>%&\\?/]/g, "_"),
    value: (value) => value,
  },
};

/** Lower case; `@` is spelled out so that an owner's e-mail stays readable; everything else foreign becomes `_`. */
function gcpLabel(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("@", "_at_")
    .replace(/[^a-z0-9_-]/g, "_");
}

/**
 * The tags as `cloud` accepts them: foreign characters replaced, over-long values cut.
 *
 * @throws when two keys become one, or there are more than the cloud allows
 */
export function tagsFor(cloud: CloudName, tags: Tags): Record<string, string> {
  const rules = tagRules[cloud];
  const fitted = new Map<string, string>();
  const seen = new Map<string, string>();
  for (const key of Object.keys(tags).sort()) {
    const name = rules.key(key).slice(0, rules.maxKey);
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) throw new Error(`tags ${twin} and ${key}: both become ${name} on ${cloud}; rename one`);
    seen.set(name.toLowerCase(), key);
    fitted.set(name, rules.value(tags[key] as string).slice(0, rules.maxValue));
  }
  if (fitted.size > rules.maxCount)
    throw new Error(`tags: ${fitted.size} on ${cloud}, at most ${rules.maxCount}; remove some of tags.extra`);
  return Object.fromEntries(fitted);
}
