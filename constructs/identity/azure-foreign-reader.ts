import { FederatedIdentityCredential } from "@cdktf/provider-azurerm/lib/federated-identity-credential";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Construct } from "constructs";
import { containerId } from "../bucket/azure.ts";
import { nameOf } from "../naming.ts";
import { assignRole } from "./azure-roles.ts";
import { type ForeignReaderProps, foreignAudiences, foreignReaderName, restoreReports } from "./foreign-reader-contract.ts";

/**
 * A managed identity that one service account of another cloud's cluster becomes by its own token, to read one container. Its
 * client id is Azure's choice, and the container is reached through its private endpoint only: who reads needs both from a person
 * (docs/backup.md), so places read those of other clouds instead (`readableClouds`).
 */
export class AzureForeignReader extends Construct {
  /** What the reader signs in as. */
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: ForeignReaderProps) {
    super(scope, id);
    const { place, bucket, reader, namespace, serviceAccount } = props;
    const name = foreignReaderName(namespace, reader.place);
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
      name: nameOf("azure:FederatedIdentityCredential", namespace, serviceAccount),
      resourceGroupName: group.name,
      parentId: identity.id,
      issuer: props.readerCluster.oidcIssuer,
      audience: [foreignAudiences.azure],
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
    });
    const container = containerId(place, bucket);
    const assignee = { principalId: identity.principalId };
    assignRole(this, "Read", "Storage Blob Data Reader", container, assignee);
    const writing = assignRole(this, "Write", "Storage Blob Data Contributor", container, assignee);
    writing.conditionVersion = "2.0";
    writing.condition = onlyBelow(props.writesBelow ?? restoreReports(place));
    this.clientId = identity.clientId;
  }
}

/** Limits writing to blobs by the start of their path: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples */
function onlyBelow(prefix: string): string {
  const write = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
  const changes = ["write", "add/action", "delete"].map((action) => `!(ActionMatches{'${write}/${action}'})`).join(" AND ");
  return `((${changes}) OR (@Resource[${write}:path] StringStartsWith '${prefix}'))`;
}
