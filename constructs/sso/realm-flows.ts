import type { SignInApplication } from "./applications.ts";

/** One step of a flow: something Keycloak asks of a person, or a flow within. */
interface Step {
  readonly authenticator?: string;
  readonly flowAlias?: string;
  readonly requirement: "REQUIRED" | "ALTERNATIVE" | "CONDITIONAL";
  /** Name of the step's settings. @default it has none */
  readonly authenticatorConfig?: string;
}

/** A flow as Keycloak keeps it: https://www.keycloak.org/docs/latest/server_admin/#_authentication-flows */
interface Flow {
  readonly alias: string;
  readonly topLevel: boolean;
  readonly steps: readonly Step[];
}

/** What Keycloak calls its own steps. */
const steps = {
  session: "auth-cookie",
  username: "auth-username-form",
  passkey: "webauthn-authenticator-passwordless",
  password: "auth-password-form",
  key: "webauthn-authenticator",
  role: "conditional-user-role",
  deny: "deny-access-authenticator",
} as const;

/** What a realm says of its flows. */
export interface RealmFlows {
  readonly authenticationFlows: readonly object[];
  readonly authenticatorConfig: readonly object[];
}

/** How people sign in where no application is asked for: to their own account, and to the realm's console. */
export const browserFlow = "platform";

/** How people sign in to an application: `platform grafana`. */
export const flowName = (clientId: string): string => `${browserFlow} ${clientId}`;

const required = (authenticator: string): Step => ({ authenticator, requirement: "REQUIRED" });
const alternative = (authenticator: string): Step => ({ authenticator, requirement: "ALTERNATIVE" });
const within = (flowAlias: string, requirement: Step["requirement"]): Step => ({ flowAlias, requirement });

/**
 * Who is it, and then a passkey, or a password and a key. A key is registered only after the password, and never instead of it: else
 * whoever comes first with somebody's name would register theirs.
 */
function whoIsIt(name: string): Flow[] {
  const [session, forms, proof, both] = ["session", "forms", "proof", "password and key"].map((part) => `${name}: ${part}`) as [
    string,
    string,
    string,
    string,
  ];
  const below = (alias: string, ...inner: Step[]): Flow => ({ alias, topLevel: false, steps: inner });
  return [
    below(session, alternative(steps.session), within(forms, "ALTERNATIVE")),
    below(forms, required(steps.username), within(proof, "REQUIRED")),
    below(proof, alternative(steps.passkey), within(both, "ALTERNATIVE")),
    below(both, required(steps.password), required(steps.key)),
  ];
}

const represented = ({ alias, topLevel, steps: inner }: Flow): object => ({
  alias,
  providerId: "basic-flow",
  topLevel,
  builtIn: false,
  authenticationExecutions: inner.map((step, index) => ({
    ...step,
    authenticatorFlow: step.flowAlias !== undefined,
    priority: (index + 1) * 10,
    userSetupAllowed: false,
  })),
});

/** A flow of its own: who has a session still gets in only with the application's role. */
function applicationFlows({ clientId }: SignInApplication): Flow[] {
  const name = flowName(clientId);
  const [identity] = whoIsIt(name) as [Flow, ...Flow[]];
  const stranger = `${name}: stranger`;
  return [
    { alias: name, topLevel: true, steps: [within(identity.alias, "REQUIRED"), within(stranger, "CONDITIONAL")] },
    ...whoIsIt(name),
    {
      alias: stranger,
      topLevel: false,
      steps: [{ ...required(steps.role), authenticatorConfig: stranger }, required(steps.deny)],
    },
  ];
}

/** Settings of the step that asks for the role. @param role of the application's client */
const strangerSettings = ({ clientId }: SignInApplication, role: string): object => ({
  alias: `${flowName(clientId)}: stranger`,
  config: { condUserRole: `${clientId}.${role}`, negate: "true" },
});

/** The realm's own flow, and one for each application that lets in only people with its role. */
export function signInFlows(applications: readonly SignInApplication[], role: string): RealmFlows {
  const [session] = whoIsIt(browserFlow) as [Flow, ...Flow[]];
  const own: Flow[] = [{ alias: browserFlow, topLevel: true, steps: [within(session.alias, "REQUIRED")] }, ...whoIsIt(browserFlow)];
  return {
    authenticationFlows: [...own, ...applications.flatMap(applicationFlows)].map(represented),
    authenticatorConfig: applications.map((application) => strangerSettings(application, role)),
  };
}
