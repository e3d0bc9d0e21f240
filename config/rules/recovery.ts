import { placesOf } from "../places.ts";
import type { Finding, Rule } from "../problems.ts";
import { duration, keeps, recoverable, recoveryOf, tiers } from "../recovery.ts";

/** What is built keeps what the environment's tiers ask for. */
export const recoveryTiers: Rule = (estate) =>
  placesOf(estate).flatMap((configured): Finding[] => {
    const { place, environment, path } = configured;
    const short = recoverable.filter((what) => {
      const recovery = recoveryOf(configured, what);
      return recovery !== undefined && !keeps(environment.recovery[what], what, recovery);
    });
    return short.map((what) => {
      const tier = environment.recovery[what] as 1 | 2;
      const { pointMinutes, timeMinutes } = tiers[what][tier];
      return {
        path: ["environments", environment.name, "recovery", what],
        got: String(tier),
        rule: `allows ${duration(pointMinutes)} of lost changes and ${duration(timeMinutes)} until it is back, and ${place.id} has ${recoveryOf(configured, what)?.by}`,
        remedy: "set dr there, or ask for less",
        involves: [path, ["environments", environment.name, "interconnect"]],
      };
    });
  });

/** What has taken over is there. */
export const failedOver: Rule = (estate) =>
  placesOf(estate)
    .filter(
      ({ place, environment, settings: { database, dr } }) =>
        database.failedOver && (dr === undefined || !database.enabled || (place.cloud === "aws" && !environment.interconnect)),
    )
    .map(({ place, settings: { database }, path }) => ({
      path: [...path, "database", "failedOver"],
      got: "true",
      rule: `means the replica of ${place.id} in its dr region, and there is none`,
      remedy: "use false",
      involves: [
        [...path, "dr"],
        [...path, "database", "enabled"],
        ["environments", place.environment, "interconnect"],
        ...(database.enabled ? [] : [[...path, "database"]]),
      ],
    }));
