import { databaseName, mounts, vaultNamespace } from "../../vault/facts.ts";
import { type Addon, isCentral, vaultDatabases } from "../addon.ts";
import { vaultJob } from "./vault-job.ts";

const name = "vault-rotation";

/** One database that cannot be reached keeps none of the others from it. */
const script = (databases: readonly string[]): string => `failed=0
for database in ${databases.join(" ")}; do
  vault write -force "${mounts.databases}/rotate-root/$database" || failed=1
done
exit $failed
`;

/** After its first run nobody but Vault knows the password of Vault's login: https://developer.hashicorp.com/vault/docs/secrets/databases#root-credential-rotation */
export const vaultRotation: Addon = {
  name,
  purpose: "Gives Vault a new password in every database each month, which nobody else knows",
  namespace: vaultNamespace,
  home: "central",
  after: ["vault"],
  delivery: "terraform",
  appliesTo: (facts) => isCentral(facts) && vaultDatabases(facts).length > 0,
  resources: (context, identity) =>
    vaultJob(context, identity, {
      name,
      schedule: "23 4 3 * *",
      script: script(vaultDatabases(context).map(({ id }) => databaseName(id))),
      timeoutSeconds: 900,
    }),
};
