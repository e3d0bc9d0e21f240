import { Construct } from "constructs";
import type { Files, FilesProps } from "./contract.ts";

/**
 * Nothing of its own: GKE's driver makes Filestore instances as volumes are asked for, encrypted with the cluster's volume key,
 * and puts several volumes on one instance.
 */
export class GcpFiles extends Construct implements Files {
  readonly fileSystemId = "";
  readonly kmsKeyId = "";

  constructor(scope: Construct, id: string, _props: FilesProps) {
    super(scope, id);
  }
}
