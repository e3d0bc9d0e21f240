import { JwtAuthBackend } from "@cdktf/provider-vault/lib/jwt-auth-backend";
import { JwtAuthBackendRole } from "@cdktf/provider-vault/lib/jwt-auth-backend-role";
import { Construct } from "constructs";
import type { Cluster } from "../cluster/contract.ts";
import { constructId } from "../delivery/construct-id.ts";
import { type ClusterConsumer, clusterAuthPath, consumersIn, meshRole, podAudience, policyName, type VaultPlace } from "./facts.ts";

export interface ClusterAccessProps {
  readonly place: VaultPlace;
  readonly cluster: Pick<Cluster, "oidcIssuer">;
}

const HOUR = 60 * 60;

/**
 * How long a role's token is good for, in seconds, before it must be renewed. What was lent by it, as logins of databases, ends with it;
 * and External Secrets renews nothing, so its token lasts as long as what it fetches.
 */
const lifetimeOf = (role: string): number => (role === "external-secrets" ? HOUR : HOUR / 4);

/** Where each mesh's control plane is, and with it the account that asks Vault's authority. */
const meshNamespaces = { istio: "istio-system", linkerd: "linkerd", none: undefined } as const;

/** Who takes a role in a place, `namespace:name`: one account, which for a mesh's authority is the one of the mesh that is there. */
const accountsIn = ({ mesh }: VaultPlace, { role, serviceAccounts }: ClusterConsumer): readonly string[] =>
  serviceAccounts.filter((account) => role !== meshRole || account.startsWith(`${meshNamespaces[mesh]}:`));

/**
 * Lets pods of a place's cluster into Vault by the tokens that the cluster signs. Vault reads the issuer's public keys, so it needs no way
 * to the API server and no token for it; in return a token stays good until it ends, even when its pod is gone.
 */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, { place, cluster }: ClusterAccessProps) {
    super(scope, id);
    const backend = this.method(place, cluster);
    for (const consumer of consumersIn(place)) {
      for (const account of accountsIn(place, consumer)) this.role(backend, place, consumer.role, account);
    }
  }

  private method(place: VaultPlace, { oidcIssuer }: ClusterAccessProps["cluster"]): JwtAuthBackend {
    return new JwtAuthBackend(this, "Resource", {
      path: clusterAuthPath(place.name),
      type: "jwt",
      description: `Pods of ${place.id}`,
      oidcDiscoveryUrl: oidcIssuer,
      boundIssuer: oidcIssuer,
      // Whatever a role says, nothing lives longer. Vault answers in this notation, so any other would be a difference in every plan.
      tune: [{ defaultLeaseTtl: "15m", maxLeaseTtl: "1h", tokenType: "service" }],
    });
  }

  private role(backend: JwtAuthBackend, place: VaultPlace, role: string, account: string): void {
    new JwtAuthBackendRole(this, constructId(role), {
      backend: backend.path,
      roleName: role,
      roleType: "jwt",
      userClaim: "sub",
      boundAudiences: [podAudience],
      boundSubject: `system:serviceaccount:${account}`,
      // Vault's default policy stays with it: by that a token looks itself up, renews itself and gives itself back, and reaches no secret.
      tokenPolicies: [policyName(place.id, role)],
      tokenTtl: lifetimeOf(role),
      tokenMaxTtl: HOUR,
    });
  }
}
