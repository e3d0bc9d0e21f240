import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** What somebody is let in for, or is given, ends with the day. */
const DAY_SECONDS = 24 * 60 * 60;
const wanted = `at most ${DAY_SECONDS} seconds (a day), more than 0`;

const remedy = "set it to a day or less; what runs longer signs in again";
const reference = "https://developer.hashicorp.com/vault/docs/concepts/tokens#token-time-to-live-periodic-tokens-and-explicit-max-ttls";
const title = "What Vault lets in or gives out is over within a day";

/** Seconds of `3600`, `"3600"`, `"1h"`, `"1h30m"`, `"1d"`; undefined for what is only known at apply. */
export function secondsOf(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.includes("${")) return undefined;
  const seconds: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };
  const parts = [...value.matchAll(/(\d+)([smhd]?)/g)];
  return parts.reduce((sum, [, count = "0", unit = ""]) => sum + Number(count) * (seconds[unit] ?? 1), 0);
}

/** A finding unless it is within a day. Zero means what the server allows, 32 days, as absence does. */
function withinDay(block: Block, argument: string, where = argument): Finding[] {
  const got = block[argument];
  if (typeof got === "string" && got.includes("${")) return [];
  const seconds = secondsOf(got ?? undefined) ?? 0;
  return seconds > 0 && seconds <= DAY_SECONDS ? [] : [{ argument: where, got, wanted }];
}

/** As `withinDay`, for what something else ends if it is absent. */
const ifSetWithinDay = (block: Block, argument: string): Finding[] =>
  block[argument] === undefined || block[argument] === null || secondsOf(block[argument]) === 0 ? [] : withinDay(block, argument);

type Block = { readonly [name: string]: Json };

/** VT-01: a token that is renewed for ever is no short one. */
const tokens: Policy = {
  ...{ id: "VT-01", title, severity: "critical", remedy, reference },
  appliesTo: [
    ...["alicloud", "approle", "aws", "azure", "cert", "gcp", "jwt", "kubernetes", "oci", "saml", "scep", "spiffe", "token"].map(
      (method) => `vault_${method}_auth_backend_role`,
    ),
    ...["github", "ldap", "okta"].map((method) => `vault_${method}_auth_backend`),
    "vault_token",
  ],
  judge({ type, attributes }) {
    if (type === "vault_token") return [...withinDay(attributes, "explicit_max_ttl"), ...noPeriod(attributes, "period")];
    return ofRole(attributes);
  },
};

const ofRole = (attributes: Block): Finding[] => [
  ...(secondsOf(attributes.token_explicit_max_ttl)
    ? withinDay(attributes, "token_explicit_max_ttl")
    : withinDay(attributes, "token_max_ttl")),
  ...ifSetWithinDay(attributes, "token_ttl"),
  ...noPeriod(attributes, "token_period"),
];

const noPeriod = (block: Block, argument: string): Finding[] => {
  const got = block[argument];
  return got === undefined || got === null || secondsOf(got) === 0
    ? []
    : [{ argument, got, wanted: "nothing: it would be renewed for ever" }];
};

/** VT-01: the way in ends what its roles say nothing of. */
const methods: Policy = {
  ...{ id: "VT-01", title, severity: "critical", remedy, reference },
  appliesTo: ["vault_auth_backend", "vault_jwt_auth_backend"],
  judge({ attributes }) {
    const [tune] = [attributes.tune ?? []].flat() as Block[];
    return withinDay(tune ?? {}, "max_lease_ttl", "tune.max_lease_ttl");
  },
};

/** Engines that lend nothing: they keep, encrypt or sign, and roles say how long a certificate is good. */
const lendsNothing = ["kv", "pki", "transit", "transform", "totp", "ssh", "generic"];

/** VT-01: what is lent, such as a login of a database. */
const mounts: Policy = {
  ...{ id: "VT-01", title, severity: "critical", remedy, reference },
  appliesTo: [
    "vault_mount",
    "vault_database_secrets_mount",
    "vault_rabbitmq_secret_backend",
    "vault_consul_secret_backend",
    "vault_kubernetes_secret_backend",
  ],
  judge: ({ attributes }) =>
    lendsNothing.includes(String(attributes.type ?? "lends")) ? [] : withinDay(attributes, "max_lease_ttl_seconds"),
};

const lent: Readonly<Record<string, string>> = {
  vault_database_secret_backend_role: "max_ttl",
  vault_azure_secret_backend_role: "max_ttl",
  vault_consul_secret_backend_role: "max_ttl",
  vault_ldap_secret_backend_dynamic_role: "max_ttl",
  vault_mongodbatlas_secret_role: "max_ttl",
  vault_terraform_cloud_secret_role: "max_ttl",
  vault_kubernetes_secret_backend_role: "token_max_ttl",
  vault_aws_secret_backend_role: "max_sts_ttl",
  vault_pki_secret_backend_role: "max_ttl",
  vault_ssh_secret_backend_role: "max_ttl",
};

/** VT-01: what roles of engines give: logins, certificates. */
const given: Policy = {
  ...{ id: "VT-01", title, severity: "critical", remedy, reference },
  appliesTo: Object.keys(lent),
  judge(subject: Subject) {
    const argument = lent[subject.type] as string;
    // A user of AWS that Vault makes ends with its lease.
    if (subject.type === "vault_aws_secret_backend_role" && subject.attributes.credential_type === "iam_user") return [];
    return withinDay(subject.attributes, argument);
  },
};

/** Rules over how long what Vault gives is good. */
export const vaultTimePolicies: readonly Policy[] = [tokens, methods, mounts, given];
