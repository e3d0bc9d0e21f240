import { vaultAddress } from "../vault/facts.ts";

/** Groups of people, by what they are to the platform. */
export type PeopleGroup = "administrators" | "operators" | "developers" | "auditors";

/** A program that lets an identity provider sign people in: the same for every provider. */
export interface SignInApplication {
  /** Id of the client: `grafana`. */
  readonly clientId: string;
  /** What people read. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Groups whose people get in. */
  readonly groups: readonly PeopleGroup[];
  /** `native`: a program on somebody's machine, which can keep no secret. */
  readonly kind: "web" | "native";
  /** Its client secret in the central place's store of secrets, without the prefix; `web` only. */
  readonly secret?: string;
}

/** What applications' addresses are made of. */
export interface SignInFacts {
  readonly domain: string;
  /** The place of the central services. */
  readonly central: { readonly id: string };
  /** Every place. */
  readonly places: readonly { readonly id: string }[];
  /** Team of Cloudflare's Zero Trust: `acme` in acme.cloudflareaccess.com. */
  readonly accessTeam: string;
}

/** Id of Vault's client: six characters at least, which Okta asks for. */
export const vaultClientId = "platform-vault";

const everybody: readonly PeopleGroup[] = ["administrators", "operators", "developers", "auditors"];

/** Every program people sign in to. */
export function signInApplications({ domain, central, places, accessTeam }: SignInFacts): SignInApplication[] {
  const web = (clientId: string, name: string, redirectUris: readonly string[], groups = everybody): SignInApplication => ({
    ...{ clientId, name, redirectUris, groups, kind: "web", secret: `${clientId}-oidc-client-secret` },
  });
  return [
    web(
      "argocd",
      "Argo CD",
      places.map(({ id }) => `https://argocd.${id}.${domain}/auth/callback`),
    ),
    web("grafana", "Grafana", [`https://grafana.${central.id}.${domain}/login/generic_oauth`]),
    // The second is what `vault login -method=oidc` listens on: https://developer.hashicorp.com/vault/docs/auth/jwt#redirect-uris
    {
      ...web(vaultClientId, "Vault", [`${vaultAddress(domain)}/ui/vault/auth/oidc/oidc/callback`, "http://localhost:8250/oidc/callback"]),
      secret: "vault-oidc-client-secret",
    },
    // Stands before everything that has no sign-in of its own, such as Atlantis' pages.
    web("cloudflare-access", "Cloudflare Access", [`https://${accessTeam}.cloudflareaccess.com/cdn-cgi/access/callback`]),
    // https://github.com/int128/kubelogin
    {
      ...{ clientId: "kubernetes", name: "Kubernetes", redirectUris: ["http://localhost:8000", "http://localhost:18000"] },
      ...{ groups: ["administrators", "operators", "developers"], kind: "native" },
    },
  ];
}
