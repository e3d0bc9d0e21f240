import { type PeopleGroup, type SignInFacts, signInApplications } from "./applications.ts";
import { client, group, groupsScope, passwordClient, type Represented, signInRole } from "./realm-clients.ts";
import { browserFlow, signInFlows } from "./realm-flows.ts";
import { keycloakHost, realm } from "./sign-in.ts";

/** What the realm of the platform's people is made of. */
export interface RealmFacts extends SignInFacts {
  /** Names of the groups. */
  readonly groups: Readonly<Record<PeopleGroup, string>>;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long what was handed out is good for, in seconds: a day's work, of which an hour may be lunch. */
const lifespans = {
  accessTokenLifespan: 5 * MINUTE,
  accessCodeLifespan: MINUTE,
  accessCodeLifespanLogin: 10 * MINUTE,
  accessCodeLifespanUserAction: 5 * MINUTE,
  ssoSessionIdleTimeout: HOUR,
  ssoSessionMaxLifespan: 10 * HOUR,
  // A token that was used is of no use to who copied it.
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
};

/** Whoever guesses waits, ever longer; nobody can lock another out for good. */
const guessing = {
  bruteForceProtected: true,
  permanentLockout: false,
  failureFactor: 5,
  waitIncrementSeconds: MINUTE,
  maxFailureWaitSeconds: 15 * MINUTE,
  maxDeltaTimeSeconds: 12 * HOUR,
  quickLoginCheckMilliSeconds: 1000,
  minimumQuickLoginWaitSeconds: MINUTE,
  passwordPolicy: "length(14) and notUsername and notEmail and passwordHistory(5)",
};

/** Everything anybody does is in the pods' logs, and for a quarter of a year in the console. */
const events = {
  eventsEnabled: true,
  eventsListeners: ["jboss-logging"],
  eventsExpiration: 90 * DAY,
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: true,
};

/** Keys and passkeys are for this one name, which is why no other site can ask for them: https://www.w3.org/TR/webauthn-3/#relying-party-identifier */
function keys(host: string): Represented {
  const algorithms = ["ES256", "RS256"];
  return {
    webAuthnPolicyRpEntityName: "Platform",
    webAuthnPolicyRpId: host,
    webAuthnPolicySignatureAlgorithms: algorithms,
    webAuthnPolicyUserVerificationRequirement: "preferred",
    webAuthnPolicyPasswordlessRpEntityName: "Platform",
    webAuthnPolicyPasswordlessRpId: host,
    webAuthnPolicyPasswordlessSignatureAlgorithms: algorithms,
    // A passkey stands for password and key at once: it must know its owner.
    webAuthnPolicyPasswordlessUserVerificationRequirement: "required",
    webAuthnPolicyPasswordlessRequireResidentKey: "Yes",
  };
}

/** What people must do before they get in, and what they may. */
const requiredActions = [
  { alias: "webauthn-register", name: "Register a security key", defaultAction: true, priority: 10 },
  { alias: "webauthn-register-passwordless", name: "Register a passkey", defaultAction: false, priority: 20 },
  { alias: "UPDATE_PASSWORD", name: "Update the password", defaultAction: false, priority: 30 },
].map((action) => ({ ...action, providerId: action.alias, enabled: true, config: {} }));

/** The realm of the platform's people, as the program reads it that applies it; secrets are variables, which that program fills in. */
export function platformRealm(facts: RealmFacts): Represented {
  const applications = signInApplications(facts);
  return {
    realm,
    displayName: "Platform",
    enabled: true,
    // Even from within the cluster nobody signs in without TLS.
    sslRequired: "all",
    registrationAllowed: false,
    resetPasswordAllowed: false,
    rememberMe: false,
    loginWithEmailAllowed: true,
    duplicateEmailsAllowed: false,
    editUsernameAllowed: false,
    ...lifespans,
    ...guessing,
    ...events,
    ...keys(keycloakHost(facts.domain)),
    browserFlow,
    ...signInFlows(applications, signInRole),
    requiredActions,
    clientScopes: [groupsScope],
    roles: { client: Object.fromEntries(applications.map(({ clientId }) => [clientId, [{ name: signInRole }]])) },
    clients: [passwordClient, ...applications.map(client)],
    groups: Object.entries(facts.groups).map(([kind, name]) => group(kind as PeopleGroup, name, applications)),
  };
}
