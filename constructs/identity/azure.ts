import { createHash } from "node:crypto";
import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { containerId } from "../bucket/azure.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { allowCacheLogin } from "./azure-cache-access.ts";
import { tokenAudience } from "./azure-federation.ts";
import { allowBinding } from "./azure-ingress-access.ts";
import { allowManaging } from "./azure-manage-grants.ts";
import { assignRole, subscriptionScope } from "./azure-roles.ts";
import type { Grant, Identity, IdentityProps, ManageGrant } from "./contract.ts";

/** A managed identity that one service account of one cluster can become, with a role per grant. Costs nothing. */
export class AzureIdentity extends Construct implements Identity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels = { "azure.workload.identity/use": "true" };

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const { place, cluster, name } = props;
    const group = new ResourceGroup(this, "Group", {
      name: nameOf("azure:ResourceGroup", place.name, `identity-${name}`),
      location: place.region,
    });
    const identity = new UserAssignedIdentity(this, "Resource", {
      name: nameOf("azure:UserAssignedIdentity", place.name, name),
      location: place.region,
      resourceGroupName: group.name,
    });
    new FederatedIdentityCredential(this, "ServiceAccount", {
      name: nameOf("azure:FederatedIdentityCredential", props.namespace, props.serviceAccount),
      resourceGroupName: group.name,
      parentId: identity.id,
      issuer: cluster.oidcIssuer,
      audience: [tokenAudience],
      subject: `system:serviceaccount:${props.namespace}:${props.serviceAccount}`,
    });
    for (const grant of props.grants) this.grant(grant, props, identity.principalId);
    this.serviceAccountAnnotations = { "azure.workload.identity/client-id": identity.clientId };
  }

  private grant(grant: Grant, { place, name }: IdentityProps, principalId: string): void {
    if (grant.may === "objectstore:manage" || grant.may === "database:manage" || grant.may === "cache:manage") {
      allowManaging(this, { place, prefix: grant.prefix, principalId });
      return;
    }
    if (grant.may === "cache:connect") {
      const hash = this.hashOf(grant.cacheId);
      allowCacheLogin(this, `CacheConnect${hash}`, {
        name: nameOf("azure:Resource", "access", name, hash),
        cacheId: grant.cacheId,
        principalId,
      });
      return;
    }
    if (grant.may === "ingress:bind") {
      allowBinding(this, { ...grant, place, principalId });
      return;
    }
    const role = roleFor(grant, place);
    if (role === undefined) return;
    const [roleName, scopeId] = role;
    assignRole(this, `${pascalCase(grant.may)}${this.hashOf(scopeId)}`, roleName, scopeId, { principalId });
  }

  /** Two grants of one verb differ in their target; its expression, unlike its token, is the same in every synthesis. */
  private hashOf(targetId: string): string {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const target: string = Tokenization.resolve(targetId, { scope: this, resolver, preparing: false });
    return createHash("sha256").update(target).digest("hex").slice(0, 6);
  }
}

/** The least built-in role that does what is granted, and the narrowest scope; none where Azure's roles have no say. */
function roleFor(
  grant: Exclude<Grant, { may: "cache:connect" | "ingress:bind" } | ManageGrant>,
  place: Place,
): [role: string, scopeId: string] | undefined {
  switch (grant.may) {
    case "objectstore:read-write":
      return ["Storage Blob Data Contributor", containerId(place, grant.bucket)];
    case "objectstore:read":
      return ["Storage Blob Data Reader", containerId(place, grant.bucket)];
    // Signing takes no more than the account's own login, which the role above is.
    case "objectstore:sign":
      return undefined;
    case "kms:use":
      return ["Key Vault Crypto User", grant.keyId];
    case "dns:edit":
      return ["DNS Zone Contributor", grant.zoneId];
    case "secrets:read":
      return ["Key Vault Secrets User", grant.prefix];
    case "secrets:write":
      return ["Key Vault Secrets Officer", grant.prefix];
    // Registries are in a group of the management place: of this subscription's, all may be read.
    case "registry:pull":
      return ["AcrPull", subscriptionScope(place)];
    case "billing:read":
      return ["Cost Management Reader", subscriptionScope(place)];
    case "inventory:read":
      return ["Reader", subscriptionScope(place)];
    // The database itself knows who may log in: its administrators create a user for this identity.
    case "db:connect":
      return undefined;
  }
}

const pascalCase = (verb: string): string =>
  verb
    .split(/[^a-z]/)
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join("");
