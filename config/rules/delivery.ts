import { digitsPattern, domainPattern, githubPattern, groupPattern } from "../formats.ts";
import { environmentsOf } from "../places.ts";
import { type Finding, type Rule, shown } from "../problems.ts";

/** https://cloud.google.com/iam/docs/workload-identity-federation#mapping: what `google.subject` may have. */
const MAX_SUBJECT_BYTES = 127;

/** What must not go away by accident is applied by people. */
export const autoApplyUnprotected: Rule = (estate) =>
  environmentsOf(estate)
    .filter(({ autoApply, deletionProtection }) => autoApply && deletionProtection)
    .map(({ name }) => ({
      path: ["environments", name, "autoApply"],
      got: "true",
      rule: "would apply runs nobody has looked at, in an environment with deletionProtection",
      remedy: "use false",
    }));

/** The GitHub App's ids are numbers, and a server's address is one. */
export const githubApp: Rule = ({ github: { app, url } }) => {
  const ids = Object.entries(app).filter(([, id]) => !digitsPattern.test(id));
  const findings: Finding[] = ids.map(([key, id]) => ({
    path: ["github", "app", key],
    got: shown(id),
    rule: "is not a number",
    remedy: "copy it from the GitHub App's settings, in quotes",
  }));
  if (url !== undefined && !(url.startsWith("https://") && domainPattern.test(url.slice("https://".length)))) {
    findings.push({
      path: ["github", "url"],
      got: shown(url),
      rule: "is not the address of a GitHub Enterprise Server",
      remedy: "write it like https://github.example.com, or leave it out for github.com",
    });
  }
  return findings;
};

/** Other repositories have names of their own. */
export const githubRepositories: Rule = ({ github: { repository, repositories } }) =>
  Object.keys(repositories).flatMap((name) => {
    const path = ["github", "repositories", name];
    if (!githubPattern.test(name)) {
      return [
        {
          path,
          got: shown(name),
          rule: "is not letters, digits, hyphens, periods and underscores",
          remedy: "write it like platform-gitops",
        },
      ];
    }
    if (name.toLowerCase() !== repository.toLowerCase()) return [];
    return [{ path, got: shown(name), rule: "is this repository, which is always there", remedy: "take it away" }];
  });

/** What jobs of GitHub Actions are called in Google Cloud has a limit. */
export const githubSubject: Rule = (estate) => {
  const { owner, repository } = estate.github;
  const subjects = environmentsOf(estate)
    .filter(({ clouds }) => clouds.gcp !== undefined)
    .map(({ name }) => `repo:${owner}/${repository}:environment:${name}`);
  const long = subjects.filter((subject) => Buffer.byteLength(subject) > MAX_SUBJECT_BYTES);
  return long.slice(0, 1).map((subject) => ({
    path: ["github", "repository"],
    got: `${repository.length} characters`,
    rule: `make the subject of GitHub's tokens ${Buffer.byteLength(subject)} bytes long (${subject}); Google Cloud takes ${MAX_SUBJECT_BYTES}`,
    remedy: "use a shorter name",
  }));
};

/** Each group is one group, under a name that every tool takes. */
export const groupNames: Rule = ({ identity: { groups } }) => {
  const seen = new Map<string, string>();
  return Object.entries(groups).flatMap(([role, name]) => {
    const path = ["identity", "groups", role];
    const twin = seen.get(name);
    seen.set(name, role);
    if (!groupPattern.test(name)) {
      return [
        {
          path,
          got: shown(name),
          rule: "is not lower-case letters, digits and single hyphens",
          remedy: "write it like platform-operators",
        },
      ];
    }
    if (twin === undefined) return [];
    return [
      { path, got: shown(name), rule: `is the group of ${twin} too, and the two have different rights`, remedy: "use another group" },
    ];
  });
};

/** A pull request may add something. */
export const changeLimit: Rule = ({ cost: { prDeltaUsd } }) =>
  prDeltaUsd > 0
    ? []
    : [{ path: ["cost", "prDeltaUsd"], got: String(prDeltaUsd), rule: "lets no pull request add any cost", remedy: "use more than 0" }];
