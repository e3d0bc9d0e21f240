import { vaultClientId } from "../../sso/applications.ts";
import { peopleAuthPath, peopleRole, vaultNamespace } from "../../vault/facts.ts";
import { type Addon, type AddonContext, isCentral, type SecretNeed } from "../addon.ts";
import { vaultJob } from "./vault-job.ts";

const name = "vault-sign-in";

const clientSecret: SecretNeed = { name: "vault-oidc", keys: { "client-secret": "vault-oidc-client-secret" } };

/**
 * All of the method's settings at once: what is left out is reset. Vault asks the provider whether it is there, so until it is, the job
 * fails; and a client secret that was changed is taken over by the next run.
 */
const script = ({ signIn }: AddonContext): string => `vault write auth/${peopleAuthPath}/config \\
  oidc_discovery_url=${signIn.issuer} \\
  oidc_client_id=${vaultClientId} \\
  oidc_client_secret=@/secret/client-secret \\
  default_role=${peopleRole}
`;

/** Vault takes the secret in its API only, and in clear: from Terraform it would get into the state. */
export const vaultSignIn: Addon = {
  name,
  purpose: "Tells Vault which identity provider signs people in",
  namespace: vaultNamespace,
  home: "central",
  after: ["vault", "external-secrets"],
  delivery: "terraform",
  appliesTo: isCentral,
  secrets: () => [clientSecret],
  resources: (context, identity) =>
    vaultJob(context, identity, {
      name,
      schedule: "*/15 * * * *",
      script: script(context),
      timeoutSeconds: 300,
      secret: clientSecret.name,
    }),
};
