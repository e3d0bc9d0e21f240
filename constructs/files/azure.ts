import { Construct } from "constructs";
import type { Files, FilesProps } from "./contract.ts";

/**
 * Nothing of its own: AKS's driver makes storage accounts and file shares as volumes are asked for, and private endpoints for
 * the accounts. It cannot be told of a key; Microsoft's encrypts them, twice.
 */
export class AzureFiles extends Construct implements Files {
  readonly fileSystemId = "";
  readonly kmsKeyId = "";

  constructor(scope: Construct, id: string, _props: FilesProps) {
    super(scope, id);
  }
}
