import { privateAddress, publicAddress } from "./addresses.ts";
import { pem, pemInBase64 } from "./certificates.ts";
import type { Rule } from "./rules.ts";

/** The moment at which everything was made. */
const MOMENT = "2025-01-01T00:00:00Z";

/** What a cloud chooses by the name of an attribute alone, where it has no rule of its own. */
export const GENERAL_RULES: readonly Rule[] = [
  [/\.(organization|owner)$/, "{@organization|@owner}"],
  [/(private|client)_key_pem$|\.private_key$/, (question) => pem(question, "PRIVATE KEY")],
  [/public_key(_pem)?$/, (question) => pem(question, "PUBLIC KEY")],
  [/_pem$/, (question) => pem(question)],
  [
    /(^|[._])(create|update|creation|modified|modification|expir\w*|last_\w+|start|end|destroy)(d|_)?_?(at|time|date|on|timestamp)$|_timestamp$/,
    MOMENT,
  ],
  [/(\.|_)(created|updated|modified|expires)(_on|_at)?$|\.time_created$|_(time|date)$|_at$/, MOMENT],
  [/(\.|_)(certificates?|ca_cert|ca_data|certificate_authority(_data)?|ca_bundle|cert)$|_base64$/, (question) => pemInBase64(question)],
  [/(\.|_)json$|(\.|_)policy(_document)?$|_document$|\.policy_data$/, () => "{}"],
  [/ipv6_cidr(_blocks?)?$/, "2001:db8::/56"],
  [/cidr(s|_blocks?|_ranges?)?$|\.address_(space|prefix(es)?)$|ip_range$/, "10.0.0.0/16"],
  [/ipv6_address(es)?$/, "2001:db8::10"],
  [/public_ips?$|public_ip_address(es)?$|\.external_ip/, publicAddress],
  [/(^|[._])ip(_address(es)?)?$|\.addresses$/, privateAddress],
  [/(url|uri)s?$|\.issuer$/, "https://{hex12}.example.net/"],
  [/(\.|_)(endpoints?|host(name)?s?|fqdn|dns_names?|domain(_name)?)$/, "{hex12}.example.net"],
  [/version$/, "{version|=1}"],
  [/(^|[._])(status|state)$/, "ACTIVE"],
  [/provisioning_state$/, "Succeeded"],
  [/(etag|fingerprint|hash|checksum|sha\d*)$/, "{~hex40}"],
  [/(^|[._])(uid|uuid)$|_uuid$/, "{~uuid}"],
  [/(email|email_address)$/, "{hex8}@example.com"],
  [/(password|secret|token|_key)$/, "{~code32}"],
  [/(_|\.)id$/, "{~hex32}"],
];
