/** A kind of secret that is known by its looks. */
export interface SecretFormat {
  /** What it is, in words that continue "looks like". */
  readonly what: string;
  /** Global, and begins with what is rare, so that looking costs little; a group named `secret` is the part that must be a literal. */
  readonly pattern: RegExp;
}

/** Not the tail of a longer word, which would only look alike. */
const start = "(?<![A-Za-z0-9_])";

/**
 * Formats that their issuers publish so that scanners find them.
 * https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 */
export const secretFormats: readonly SecretFormat[] = [
  { what: "an AWS access key", pattern: new RegExp(`${start}(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])`, "g") },
  { what: "a private key", pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { what: "an age key", pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/g },
  { what: "a token of GitHub", pattern: new RegExp(`${start}(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})`, "g") },
  { what: "a token of GitLab", pattern: new RegExp(`${start}gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[\\w-]{20,}`, "g") },
  { what: "a token of Slack", pattern: new RegExp(`${start}(?:xox[abeoprs]|xapp)-[\\w-]{10,}`, "g") },
  { what: "a webhook of Slack", pattern: /hooks\.slack\.com\/(?:services|workflows)\/T\w{6,}\/\w{6,}\/\w{16,}/g },
  { what: "a key of Stripe", pattern: new RegExp(`${start}(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,})`, "g") },
  { what: "a key of Datadog", pattern: /datadoghq\.(?:com|eu)[^\s"']*[?&](?:api|application)_key=(?<secret>[0-9a-f]{32,40})/g },
  { what: "an origin key of Cloudflare", pattern: new RegExp(`${start}v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}`, "g") },
  { what: "a token of HCP Terraform", pattern: /\.atlasv1\.[\w-]{60,}/g },
  { what: "a token of Vault", pattern: new RegExp(`${start}hv[sbr]\\.[\\w-]{24,}`, "g") },
  { what: "a JSON web token", pattern: new RegExp(`${start}eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}`, "g") },
  // Azure pads keys of 64 bytes; its clients' secrets have a mark of their own.
  { what: "a key of an Azure storage account", pattern: /==(?<=(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==)/g },
  { what: "a key of an Azure service", pattern: /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{20,}={0,2})/g },
  { what: "a shared access signature of Azure", pattern: /[?&]sig=(?<secret>[A-Za-z0-9%+/]{40,})/g },
  { what: "a client secret of Azure", pattern: new RegExp(`${start}[\\w~.-]{3}[0-9]Q~[\\w~.-]{31,34}`, "g") },
  { what: "an API key of Google", pattern: new RegExp(`${start}AIza[\\w-]{35}`, "g") },
  { what: "a token of Google", pattern: new RegExp(`${start}(?:ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,})`, "g") },
  { what: "a key of New Relic", pattern: /NRA[KAL]-[A-Z0-9]{20,}|NRAL(?<=[0-9a-f]{36}NRAL)/g },
  { what: "a token of Okta", pattern: /SSWS\s+(?<secret>[\w-]{30,})/g },
  { what: "a token of Grafana", pattern: new RegExp(`${start}(?:glsa_\\w{30,}|glc_[A-Za-z0-9+/=]{30,})`, "g") },
  {
    what: "a token of a package registry",
    pattern: new RegExp(`${start}(?:npm_[A-Za-z0-9]{36}|pypi-[\\w-]{50,}|dckr_pat_[\\w-]{20,})`, "g"),
  },
  { what: "a header that signs in", pattern: /\b(?:Bearer|Basic) +(?<secret>[\w.~+/-]{16,}={0,2})(?![\w.~+/-])/g },
  { what: "a connection string with a password", pattern: /:\/\/[^\s:/@"'<>]{0,100}:(?<secret>[^\s@"'/<>]{1,200})@/g },
];
