import type { RealmFacts } from "../../sso/realm.ts";
import { type AddonFacts, isCentral } from "../addon.ts";
import { placeHost } from "../mesh/internal-services.ts";

/** Name of Keycloak's set of pods, and start of its Services' names. */
export const keycloakName = "keycloak";

/** Namespace of Keycloak and of what belongs to it. */
export const keycloakNamespace = "keycloak";

/** The Service that answers, without TLS, which is the gateway's. */
export const keycloakService = { host: `${keycloakName}-http.${keycloakNamespace}.svc.cluster.local`, port: 80 };

/** Where the realm's console is, apart from where everybody signs in: `keycloak.mgmt-aws-use1.example.com`. */
export const keycloakConsoleHost = ({ place, domain }: AddonFacts): string => `${keycloakName}.${placeHost(place, domain)}`;

/** Whether the platform runs Keycloak here: with its data in the place's database, whose login Vault keeps. */
export const runsKeycloak = (facts: AddonFacts): boolean =>
  isCentral(facts) && facts.identityProvider === "keycloak" && facts.central?.engine === "postgresql" && facts.vaultAddress !== undefined;

/** What the realm is made of; Keycloak is in the central place, and signs people in to all of them. */
export const realmFacts = ({ domain, place, estate, accessTeam, groups }: AddonFacts): RealmFacts => ({
  ...{ domain, accessTeam, groups },
  central: place,
  places: estate,
});

/** What its containers may do: nothing of their node's. */
export const confined = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
