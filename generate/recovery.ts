import type { Estate } from "../config/estate.ts";
import { placesOf } from "../config/places.ts";
import { duration, type Recoverable, recoverable, recoveryOf, tiers } from "../config/recovery.ts";
import { markdownPage, table } from "./template.ts";

const words: Record<Recoverable, string> = { database: "database", cluster: "what runs in the cluster", objects: "buckets" };

/** `docs/recovery.md`: what each place loses with its region, and how long it takes, as configured. */
export function recoveryFile(estate: Estate): Record<string, string> {
  const rows = placesOf(estate).flatMap((configured) =>
    recoverable.flatMap((what) => {
      const recovery = recoveryOf(configured, what);
      if (recovery === undefined) return [];
      const { pointMinutes, timeMinutes, by } = recovery;
      const lost = pointMinutes === undefined ? "everything" : duration(pointMinutes);
      return [[`\`${configured.place.id}\``, words[what], lost, duration(timeMinutes), by, asked(configured.environment.recovery[what])]];
    }),
  );
  const limits = recoverable.flatMap((what) =>
    ([1, 2] as const).map((tier) => {
      const { pointMinutes, timeMinutes } = tiers[what][tier];
      return [`\`${what}: ${tier}\``, duration(pointMinutes), duration(timeMinutes)];
    }),
  );
  const values = {
    places: table(["place", "what", "lost at most", "back after", "by", "asked for"], rows),
    tiers: table(["tier", "lost at most", "back after"], limits),
  };
  return { "docs/recovery.md": markdownPage("recovery.md", values) };
}

const asked = (tier: number): string => (tier === 3 ? "nothing" : `tier ${tier}`);
