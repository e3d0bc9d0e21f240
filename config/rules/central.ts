import { digitsPattern, hostPattern, imageTagPattern } from "../formats.ts";
import { environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

/** The place that the central services share is there, is protected, and does not need Vault to start. */
export const colocatedPlace: Rule = (estate) => {
  const { central } = estate;
  const environment = central && central.environment !== "mgmt" ? estate.environments[central.environment] : undefined;
  if (central === undefined || central.environment === "mgmt") return [];
  const at = (key: string): Path => ["management", key];
  const own = environment?.clouds.aws?.regions[central.region];
  if (environment === undefined || own === undefined) {
    const rule = `has no place on aws in ${central.region} that the central services could share`;
    const remedy = "name an environment and the region of one of its places on aws, or use hosting: dedicated";
    return [{ path: at("environment"), got: central.environment, rule, remedy, involves: [at("region"), ["environments"]] }];
  }
  const findings: Finding[] = [];
  const refuse = (rule: string, remedy: string, ...involves: Path[]) =>
    findings.push({ path: at("environment"), got: central.environment, rule, remedy, involves });
  if (!environment.deletionProtection)
    refuse("has no deletionProtection, and Vault would be deleted with it", "set it there, or name another environment", [
      "environments",
      environment.name,
      "deletionProtection",
    ]);
  const places = placesOf(estate).filter(({ place }) => place.environment === environment.name);
  if (environment.mesh !== "none" && environment.interconnect && places.length > 1)
    refuse(
      `has a mesh that spans places, whose certificates come from the very Vault that would start behind it`,
      "use hosting: dedicated, or mesh: none there",
      ["environments", environment.name, "mesh"],
    );
  return findings;
};

/** Whoever signs people in is described, and has what it needs. */
export const identityProvider: Rule = ({ identity: { provider, okta }, central, environments }) => {
  const path: Path = ["identity", "provider"];
  if (provider === "okta")
    return okta === undefined
      ? [{ path, got: "okta", rule: "needs the organization it is", remedy: "add identity.okta", involves: [["identity", "okta"]] }]
      : hostPattern.test(okta.host)
        ? []
        : [
            {
              path: ["identity", "okta", "host"],
              got: shown(okta.host),
              rule: "is not a host name",
              remedy: "write it like acme.okta.com",
            },
          ];
  const place = central && environments[central.environment]?.clouds.aws?.regions[central.region];
  if (place === undefined || place.database.enabled) return [];
  const rule = "keeps people in the database of the central place, which has none";
  return [{ path, got: "keycloak", rule, remedy: "enable it there, or use okta", involves: [["management"], ["environments"]] }];
};

/** Vendors that watch have an account to report to. */
export const observerAccounts: Rule = (estate) => {
  const { newrelic } = estate.observability;
  const users = environmentsOf(estate).filter(({ observers }) => observers.includes("newrelic"));
  const path: Path = ["observability", "newrelic"];
  if (newrelic === undefined)
    return users.map(({ name }) => ({
      path: ["environments", name, "observers"],
      got: "newrelic",
      rule: "has no account to report to",
      remedy: "add observability.newrelic, or take it away",
      involves: [path],
    }));
  return digitsPattern.test(newrelic.accountId)
    ? []
    : [
        {
          path: [...path, "accountId"],
          got: shown(newrelic.accountId),
          rule: "is not a number",
          remedy: "copy it from New Relic, in quotes",
        },
      ];
};

/** Atlantis is a GitHub App, and the platform's images have tags. */
export const atlantisApp: Rule = ({ github: { atlantis, app } }) => {
  const path: Path = ["github", "atlantis", "appId"];
  if (atlantis === undefined) return [];
  if (!digitsPattern.test(atlantis.appId))
    return [{ path, got: shown(atlantis.appId), rule: "is not a number", remedy: "copy it from the GitHub App's settings, in quotes" }];
  if (atlantis.appId !== app.id) return [];
  const rule = "is the App of the github stack, which administers the organization, and Atlantis needs much less";
  return [{ path, got: atlantis.appId, rule, remedy: "make another App for Atlantis", involves: [["github", "app", "id"]] }];
};

/** Images are run by a tag that never moves. */
export const imageTags: Rule = ({ versions: { images } }) =>
  Object.entries(images)
    .filter(([, tag]) => !imageTagPattern.test(tag) || tag === "latest")
    .map(([name, tag]) => ({
      path: ["versions", "images", name],
      got: shown(tag),
      rule: "is not a tag that means one image",
      remedy: "write it like 1.0.1",
    }));
