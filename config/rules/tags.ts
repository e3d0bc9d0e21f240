import { standardTags, tagRules } from "../../constructs/tags.ts";
import type { Estate } from "../estate.ts";
import { kebabPattern } from "../formats.ts";
import { environmentsOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

const extraPath: Path = ["tags", "extra"];

/** Further tags have keys that look the same on every cloud, and leave the platform's own alone. */
export const extraKeys: Rule = ({ tags: { extra } }) =>
  Object.keys(extra).flatMap((key): Finding[] => {
    const at = { path: [...extraPath, key], got: shown(key) };
    if ((standardTags as readonly string[]).includes(key))
      return [{ ...at, rule: "is a tag the platform sets itself", remedy: "choose another key" }];
    if (!kebabPattern.test(key)) {
      return [{ ...at, rule: "is not kebab-case, which is what all clouds accept", remedy: `use a key like ${kebab(key)}` }];
    }
    const { maxKey } = tagRules.gcp;
    return key.length <= maxKey ? [] : [{ ...at, rule: `has ${key.length} characters`, remedy: `use ${maxKey} at most` }];
  });

/** No cloud has room for more tags than AWS: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const tagCount: Rule = ({ tags: { extra } }) => {
  const count = Object.keys(extra).length;
  const room = tagRules.aws.maxCount - standardTags.length;
  return count <= room
    ? []
    : [{ path: extraPath, got: `${count} tags`, rule: "is more than aws has room for", remedy: `use ${room} at most` }];
};

/** Values are what AWS and Azure accept as they are. */
export const tagValues: Rule = (estate) =>
  valuesOf(estate).flatMap(({ path, value }): Finding[] => {
    const { maxValue, value: fitted } = tagRules.aws;
    if (value.length > maxValue)
      return [{ path, got: shown(value), rule: `has ${value.length} characters`, remedy: `use ${maxValue} at most` }];
    return fitted(value) === value
      ? []
      : [{ path, got: shown(value), rule: "has characters no tag may have", remedy: "use letters, digits, spaces and + - = . _ : / @" }];
  });

/** Two values of one tag stay two as labels of GCP, which know fewer characters. */
export const labelsApart: Rule = (estate) => {
  const { value: label, maxValue } = tagRules.gcp;
  const owners = new Map<string, Tag>();
  return valuesOf(estate).flatMap((tag) => {
    const fitted = label(tag.value).slice(0, maxValue);
    const other = owners.get(`${tag.key} ${fitted}`);
    if (other === undefined) owners.set(`${tag.key} ${fitted}`, tag);
    if (other === undefined || other.value === tag.value) return [];
    const rule = `and ${shown(other.value)} (${other.path.join(".")}) are the same label on gcp: ${fitted}`;
    return [{ path: tag.path, got: shown(tag.value), rule, remedy: "write both the same way, or tell them apart", involves: [other.path] }];
  });
};

interface Tag {
  readonly key: string;
  readonly path: Path;
  readonly value: string;
}

function valuesOf(estate: Estate): Tag[] {
  const { owner, costCenter, dataClassification, extra } = estate.tags;
  const top = { owner, costCenter, dataClassification };
  const ofEstate = Object.entries(top).map(([key, value]) => ({ key, path: ["tags", key], value }));
  const ofExtra = Object.entries(extra).map(([key, value]) => ({ key, path: [...extraPath, key], value }));
  const ofEnvironments = environmentsOf(estate).flatMap((environment): Tag[] => {
    const at: Path = ["environments", environment.name];
    const { autoStop } = environment;
    return [
      { key: "owner", path: [...at, "tags", "owner"], value: environment.owner },
      { key: "costCenter", path: [...at, "tags", "costCenter"], value: environment.costCenter },
      ...(autoStop === undefined ? [] : [{ key: "autoStop", path: [...at, "autoStop"], value: autoStop }]),
    ];
  });
  return [...ofEstate, ...ofExtra, ...ofEnvironments];
}

/** `CostUnit` or `cost_unit` as `cost-unit`. */
const kebab = (key: string): string =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "") || "team";
