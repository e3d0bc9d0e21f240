import { type CloudName, cloudNames, type EnvironmentName, type Place } from "../place.ts";
import type { Tags } from "../tags.ts";

/** What an observer looks at: an environment. */
export interface Observed {
  readonly organization: string;
  readonly environment: EnvironmentName;
  /** Those of this environment. */
  readonly places: readonly Place[];
  /** Public host names of its applications, which the edge routes to any of its places. */
  readonly hosts: readonly string[];
  /** By id of a place: the host name at which its own gateway says that it serves. @default places are not asked one by one */
  readonly healthHosts?: Readonly<Record<string, string>>;
  /** E-mail addresses; `security` is told of what is critical. */
  readonly contacts: { readonly security: string };
  /** `owner` is the team that vendors show. */
  readonly tags: Tags;
}

/** By what people find things at a vendor: whose they are, and of which environment. */
export const marksOf = ({ environment, tags }: Observed): Readonly<Record<string, string>> => ({
  env: environment,
  // Vendors have it in lower case, and would else change it.
  ...(tags.owner !== undefined && { team: tags.owner.toLowerCase() }),
  "managed-by": "terraform",
});

/** Path at which every application and gateway says that it serves: the one that the edge asks, too. */
export const healthPath = "/healthz";

/** Share of good minutes that is aimed for, in percent, over thirty days: 43 minutes may be bad. */
export const OBJECTIVE_PERCENT = 99.9;

/** An answer that takes longer is not a good one. */
export const SLOW_MS = 1000;

/** Share of quick answers that is aimed for, in percent, over thirty days. */
export const QUICK_PERCENT = 99;

/** Days over which objectives are counted. */
export const OBJECTIVE_DAYS = 30;

/** Everything that is asked from outside, by what it stands for. */
export interface Probe {
  /** `api.example.com`, or the place's id. */
  readonly name: string;
  readonly host: string;
  /** `host`: what users reach. `place`: one place, whichever the edge prefers. */
  readonly of: "host" | "place";
}

/** The applications' hosts, then the places'. */
export const probesOf = ({ hosts, healthHosts = {}, places }: Observed): Probe[] => [
  ...hosts.map((host): Probe => ({ name: host, host, of: "host" })),
  ...places.flatMap(({ id }): Probe[] => {
    const host = healthHosts[id];
    return host === undefined ? [] : [{ name: id, host, of: "place" }];
  }),
];

/** The environment's clouds in their usual order, each with its places: an environment has one account per cloud. */
export const cloudsOf = ({ places }: Pick<Observed, "places">): { cloud: CloudName; places: readonly [Place, ...Place[]] }[] =>
  cloudNames.flatMap((cloud) => {
    const [first, ...others] = places.filter((place) => place.cloud === cloud);
    return first === undefined ? [] : [{ cloud, places: [first, ...others] as const }];
  });
