import { auditFile } from "../../vault/facts.ts";
import type { Values } from "../addon.ts";
import { vaultImage } from "./vault-address.ts";
import { tlsFolder } from "./vault-config.ts";

/** Bytes at which a record is put aside, and how many of those are kept: half of the volume. */
const RECORD_BYTES = 1024 ** 3;
const RECORDS_KEPT = 10;

/** Gibibytes of the volume that records are on. */
export const auditVolumeGib = 20;

/** What a container of the platform may do: nothing of its node's. */
export const confined = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } };

/**
 * Vault reads its certificate anew, and opens its record anew, when it gets SIGHUP, and only then:
 * https://developer.hashicorp.com/vault/docs/configuration/listener/tcp#tls_cert_file. A record that filled its volume would stop it.
 */
const script = `seen=$(sha256sum ${tlsFolder}/tls.crt)
while sleep 60; do
  now=$(sha256sum ${tlsFolder}/tls.crt)
  full=no
  if [ -f ${auditFile} ] && [ "$(stat -c %s ${auditFile})" -gt ${RECORD_BYTES} ]; then
    mv ${auditFile} "${auditFile}.$(date -u +%Y%m%d%H%M%S)"
    ls -1t ${auditFile}.* | tail -n +${RECORDS_KEPT + 1} | xargs -r rm
    full=yes
  fi
  if [ "$now" != "$seen" ] || [ "$full" = yes ]; then
    kill -HUP $(pidof vault) && seen=$now
  fi
done
`;

/** Stands beside each server, sees its processes, and is nobody but the server's own user. */
export const keeper: Values = {
  name: "keeper",
  image: `${vaultImage.repository}:${vaultImage.tag}`,
  command: ["sh", "-c", script],
  securityContext: confined,
  resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
  volumeMounts: [
    { name: "tls", mountPath: tlsFolder, readOnly: true },
    { name: "audit", mountPath: "/vault/audit" },
  ],
};
