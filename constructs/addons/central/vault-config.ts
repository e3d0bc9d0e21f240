import type { Seal } from "../../vault/contract.ts";
import { vaultNamespace } from "../../vault/facts.ts";
import type { AddonContext } from "../addon.ts";
import { vaultHost, vaultPort } from "./vault-address.ts";

/** Where a server finds its certificate. */
export const tlsFolder = "/vault/tls";

/** Where a server answers who asks for metrics, who need not sign in there; no gateway leads to it. */
export const metricsPort = 8210;

/** Name of the servers' StatefulSet, and of the chart's release: what their pods' names are made of. */
export const serverName = "vault";

/** A listener with Vault's certificate. Servers talk to each other at the port after it, with certificates that they make themselves. */
const listener = (port: number, extra = ""): string => `listener "tcp" {
  address         = "[::]:${port}"
  cluster_address = "[::]:${port + 1}"
  tls_cert_file   = "${tlsFolder}/tls.crt"
  tls_key_file    = "${tlsFolder}/tls.key"
  tls_min_version = "tls12"
${extra}}
`;

const openMetrics = `  telemetry {
    unauthenticated_metrics_access = true
  }
`;

/**
 * How a server finds the others: by its pod's name, while the certificate is for the name that everybody asks for. Some versions heed
 * that name only where the authorities are given as well: https://developer.hashicorp.com/vault/docs/configuration/storage/raft#retry_join-stanza
 */
const join = (domain: string, index: number): string => `  retry_join {
    leader_api_addr       = "https://${serverName}-${index}.${serverName}-internal.${vaultNamespace}.svc:${vaultPort}"
    leader_tls_servername = "${vaultHost(domain)}"
    leader_ca_cert_file   = "/etc/ssl/certs/ca-certificates.crt"
  }
`;

const storage = (domain: string, servers: number): string => `storage "raft" {
  path                   = "/vault/data"
  performance_multiplier = 1
${Array.from({ length: servers }, (_, index) => join(domain, index)).join("")}}
`;

/** The key Vault unseals itself with. @throws if the place has none */
export function sealOf({ place, seal }: AddonContext): Seal {
  if (seal !== undefined) return seal;
  throw new Error(`${place.id}: addons.vault: has no key to unseal with; make a SealKey in a stack before, and give its contract as seal`);
}

const unsealing = ({ keyId, region }: Seal): string => `seal "awskms" {
  region     = "${region}"
  kms_key_id = "${keyId}"
}
`;

/**
 * Configuration of a server, in HCL: https://developer.hashicorp.com/vault/docs/configuration. The chart adds disable_mlock itself,
 * and Vault refuses what is said twice.
 *
 * @param servers how many there are
 */
export const vaultConfig = (context: AddonContext, servers: number): string =>
  [
    "ui = true\n",
    listener(vaultPort),
    listener(metricsPort, openMetrics),
    storage(context.domain, servers),
    unsealing(sealOf(context)),
    'service_registration "kubernetes" {}\n',
    // Gauges of use are measured every ten minutes.
    'telemetry {\n  prometheus_retention_time = "30m"\n  disable_hostname          = true\n}\n',
  ].join("\n");
