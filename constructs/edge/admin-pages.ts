import { atlantisHost } from "../addons/central/atlantis.ts";
import { keycloakName } from "../addons/central/keycloak-address.ts";
import { healthHost, placeHost } from "../addons/mesh/internal-services.ts";
import type { PeopleGroup } from "../sso/applications.ts";
import { keycloakHost } from "../sso/sign-in.ts";
import { vaultAddress } from "../vault/facts.ts";
import type { Webhook } from "./firewall.ts";

/** A page that is not for everybody who knows its address. */
export interface AdminPage {
  readonly name: string;
  readonly host: string;
  /** Groups whose people get to it. */
  readonly groups: readonly PeopleGroup[];
}

/** What everybody gets to, because it asks by itself who is there or says nothing of interest. */
export interface OpenPage {
  readonly name: string;
  readonly host: string;
  /** @default all of the host */
  readonly path?: string;
  /** Who asks. */
  readonly for: "programs" | "sign-in";
}

/** What the pages' addresses are made of. */
export interface PageFacts {
  readonly domain: string;
  /** The place of the central services. */
  readonly central: { readonly id: string };
  /** Every place. */
  readonly places: readonly { readonly id: string }[];
  /** Whether the platform signs people in itself, and whether pull requests are planned. */
  readonly runs: { readonly keycloak: boolean; readonly atlantis: boolean };
}

const everybody: readonly PeopleGroup[] = ["administrators", "operators", "developers", "auditors"];

const page = (name: string, host: string, groups: readonly PeopleGroup[]): AdminPage => ({ name, host, groups });

/** Every page of the platform's own that people are let into by group. */
export function adminPages({ domain, central, places, runs }: PageFacts): AdminPage[] {
  const at = placeHost(central, domain);
  return [
    ...places.map((place) => page(`Argo CD of ${place.id}`, `argocd.${placeHost(place, domain)}`, everybody)),
    page("Grafana", `grafana.${at}`, everybody),
    ...(runs.keycloak ? [page("Keycloak's console", `${keycloakName}.${at}`, ["administrators"])] : []),
    ...(runs.atlantis ? [page("Atlantis", atlantisHost(central, domain), ["administrators", "operators"])] : []),
  ];
}

/** Whatever else a place may come to serve: a page that nobody has thought about is not open. */
export const otherPages = ({ domain, places }: PageFacts): AdminPage[] =>
  places.map((place) => page(`Anything else of ${place.id}`, `*.${placeHost(place, domain)}`, ["administrators"]));

/** Every page that nobody is asked for at the edge. */
export function openPages({ domain, central, places, runs }: PageFacts): OpenPage[] {
  const vault = new URL(vaultAddress(placeHost(central, domain))).hostname;
  return [
    // Looks at every token itself, and is asked by clusters only.
    { name: "Vault", host: vault, for: "programs" },
    ...places.map((place): OpenPage => ({ name: `Health of ${place.id}`, host: healthHost(place, domain), for: "programs" })),
    // Who is to sign in cannot have signed in before.
    ...(runs.keycloak ? [{ name: "Sign-in", host: keycloakHost(domain), for: "sign-in" } as const] : []),
    // GitHub signs what it sends there.
    ...(runs.atlantis
      ? [{ name: "Atlantis for GitHub", host: atlantisHost(central, domain), path: "/events", for: "programs" } as const]
      : []),
  ];
}

/** Hosts that programs ask as well as people: who signs in with a program, asks where people sign in. */
export const machineHosts = (facts: PageFacts): string[] =>
  openPages(facts)
    .filter(({ path }) => path === undefined)
    .map(({ host }) => host);

/** Where others tell us something. */
export const webhooks = (facts: PageFacts): Webhook[] =>
  openPages(facts).flatMap(({ host, path }) => (path === undefined ? [] : [{ host, path }]));

/** Hosts at which people sign in. */
export const signInHosts = (facts: PageFacts): string[] =>
  openPages(facts)
    .filter((open) => open.for === "sign-in")
    .map(({ host }) => host);
