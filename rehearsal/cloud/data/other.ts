import type { ObjectValue } from "../../values.ts";
import { hexOf } from "../digest.ts";
import type { Answer, Question } from "./data-sources.ts";

/** What the other providers answer: public lists, and secrets of which a configuration says only which keys it reads. */
export const OTHER_DATA: Readonly<Record<string, Answer>> = {
  cloudflare_ip_ranges: () => ({ ipv4_cidrs: CLOUDFLARE_IPV4, ipv6_cidrs: CLOUDFLARE_IPV6, jdcloud_cidrs: [], etag: hexOf("ranges", 32) }),
  external: (question) => ({ result: keyed(question, "result") }),
  http: ({ said }) => ({
    id: said("url"),
    status_code: 200,
    response_body: "{}",
    body: "{}",
    response_body_base64: "e30=",
    response_headers: {},
  }),
  kubernetes_config_map: (question) => ({ data: keyed(question, "data") }),
  kubernetes_config_map_v1: (question) => ({ data: keyed(question, "data") }),
  kubernetes_secret: (question) => ({ data: keyed(question, "data") }),
  kubernetes_secret_v1: (question) => ({ data: keyed(question, "data") }),
  tls_certificate: ({ said }) => ({ certificates: [certificate(said("url") || said("content"))] }),
  vault_generic_secret: secret,
  vault_kv_secret: secret,
  vault_kv_secret_v2: secret,
};

/** Cloudflare's own, as published on https://www.cloudflare.com/ips/: consumers check that they are networks, and how many. */
const CLOUDFLARE_IPV4 = [
  "103.21.244.0/22",
  "103.22.200.0/22",
  "103.31.4.0/22",
  "104.16.0.0/13",
  "104.24.0.0/14",
  "108.162.192.0/18",
  "131.0.72.0/22",
  "141.101.64.0/18",
  "162.158.0.0/15",
  "172.64.0.0/13",
  "173.245.48.0/20",
  "188.114.96.0/20",
  "190.93.240.0/20",
  "197.234.240.0/22",
  "198.41.128.0/17",
];

const CLOUDFLARE_IPV6 = [
  "2400:cb00::/32",
  "2405:8100::/32",
  "2405:b500::/32",
  "2606:4700::/32",
  "2803:f800::/32",
  "2a06:98c0::/29",
  "2c0f:f248::/32",
];

function secret(question: Question): ObjectValue {
  const data = keyed(question, "data");
  return { data, data_json: JSON.stringify(data) };
}

/** A text for every key that the stack reads of any answer of the type: nobody else says which keys there are. */
function keyed({ type, config, stack }: Question, attribute: string): Record<string, string> {
  const read = new RegExp(`\\b${type}\\.[\\w-]+(?:\\[[^\\]]*\\])?\\.${attribute}(?:\\.([\\w-]+)|\\[\\\\*"([^"\\\\]+)\\\\*"\\])`, "g");
  const keys = [...JSON.stringify(stack.json).matchAll(read)].flatMap(([, name, quoted]) => name ?? quoted ?? []);
  const seed = JSON.stringify(config);
  return Object.fromEntries([...new Set(keys)].sort().map((key) => [key, hexOf(`${seed} ${key}`, 24)]));
}

function certificate(of: string): ObjectValue {
  return {
    cert_pem: `-----BEGIN CERTIFICATE-----\n${Buffer.from(hexOf(of, 96)).toString("base64")}\n-----END CERTIFICATE-----\n`,
    is_ca: true,
    issuer: "CN=Rehearsal Root",
    not_after: "2035-01-01T00:00:00Z",
    not_before: "2025-01-01T00:00:00Z",
    public_key_algorithm: "RSA",
    serial_number: "1",
    sha1_fingerprint: hexOf(of, 40),
    signature_algorithm: "SHA256-RSA",
    subject: "CN=Rehearsal Root",
    version: 3,
  };
}
