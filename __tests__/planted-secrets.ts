/** Characters as chance draws them; the same each time. */
export function drawn(count: number, alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"): string {
  let seed = 20261123;
  return Array.from({ length: count }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return alphabet[Math.floor((seed / 2147483648) * alphabet.length)];
  }).join("");
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const hex = "0123456789abcdef";
const base64 = `${drawn(40)}+/`;
const key = (kind: string): string => ["-----BEGIN", kind, "PRIVATE", "KEY-----"].filter(Boolean).join(" ");
const encoded = (text: string): string => Buffer.from(text).toString("base64");

/**
 * A secret of each kind that is known by its looks, and what it is taken for. In parts, so that no scanner takes this file for a leak.
 */
export const planted: readonly (readonly [kind: string, text: string, what: RegExp])[] = [
  ["a key of AWS", `AKIA${drawn(16, capitals)}`, /AWS access key/],
  ["a temporary key of AWS", `ASIA${drawn(16, capitals)}`, /AWS access key/],
  ["a secret key of AWS", drawn(40), /drawn by chance/],
  ["a private key", `${key("")}\nMIIE${drawn(60)}\n-----END PRIVATE KEY-----`, /private key/],
  ["a private key of RSA", `${key("RSA")}\n${drawn(64)}`, /private key/],
  ["a private key of SSH", `${key("OPENSSH")}\n${drawn(64)}`, /private key/],
  ["a private key of age", `AGE-SECRET-KEY-1${drawn(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")}`, /age key/],
  [
    "a key of a service account of Google",
    JSON.stringify({ type: "service_account", private_key: `${key("")}\n${drawn(60)}` }),
    /private key/,
  ],
  ["the same, encoded", encoded(JSON.stringify({ type: "service_account", private_key: `${key("")}\n${drawn(60)}` })), /base64 of what/],
  ["an API key of Google", `AIza${drawn(35)}`, /API key of Google/],
  ["a token of GitHub", `ghp_${drawn(36)}`, /GitHub/],
  ["a fine-grained token of GitHub", `github_pat_${drawn(22)}_${drawn(59)}`, /GitHub/],
  ["a token of GitLab", `glpat-${drawn(20)}`, /GitLab/],
  ["a token of Slack", ["xoxb", drawn(12, "123456789"), drawn(24)].join("-"), /token of Slack/],
  ["a webhook of Slack", `https://hooks.slack.com/services/T${drawn(9)}/B${drawn(9)}/${drawn(24)}`, /webhook of Slack/],
  ["a key of Stripe", ["sk", "live", drawn(24)].join("_"), /Stripe/],
  ["a key of Datadog in an address", `https://api.datadoghq.com/api/v1/series?api_key=${drawn(32, hex)}`, /Datadog/],
  ["an origin key of Cloudflare", `v1.0-${drawn(24, hex)}-${drawn(146, hex)}`, /Cloudflare/],
  ["a token of Cloudflare", drawn(40), /drawn by chance/],
  ["a token of HCP Terraform", `${drawn(14)}.atlasv1.${drawn(67)}`, /HCP Terraform/],
  ["a token of Vault", `hvs.${drawn(90)}`, /Vault/],
  ["a web token", ["eyJ", "eyJ", ""].map((start) => `${start}${drawn(30)}`).join("."), /JSON web token/],
  ["a key of a storage account", `${drawn(86)}==`, /Azure storage account/],
  ["a connection to a service of Azure", `Endpoint=sb://a.servicebus.windows.net/;SharedAccessKey=${base64}=`, /Azure service/],
  ["an access signature of Azure", `https://a.blob.core.windows.net/c?sv=2024&sig=${drawn(43)}%3D`, /shared access signature/],
  ["a client's secret of Azure", `${drawn(3)}8Q~${drawn(34)}`, /client secret of Azure/],
  ["a key of New Relic", `NRAK-${drawn(27, capitals)}`, /New Relic/],
  ["a token of Okta", `SSWS ${drawn(42)}`, /Okta/],
  ["a token of Grafana", `glsa_${drawn(32)}_${drawn(8, hex)}`, /Grafana/],
  ["a token of npm", `npm_${drawn(36)}`, /package registry/],
  ["a header", `Authorization: Bearer ${drawn(32)}`, /header that signs in/],
  ["a connection with a password", ["postgresql://shop", `${drawn(9)}@db.internal:5432/shop`].join(":"), /connection string/],
];
