import { DataGoogleBigqueryDefaultServiceAccount } from "@cdktf/provider-google/lib/data-google-bigquery-default-service-account";
import { Construct } from "constructs";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

/** The cluster's keys, one per kind of data, each usable by the services that store it and no others. */
export class GcpClusterKeys extends Construct {
  /** Kubernetes secrets in etcd. */
  readonly secrets: GcpKey;
  /** Boot disks of nodes and persistent volumes, shared ones (Filestore) among them. */
  readonly disks: GcpKey;
  readonly events: GcpKey;
  readonly usage: GcpKey;
  /** GKE's own backups, which are made in protected environments only: a plan cannot be deleted while it has backups. */
  readonly backups?: GcpKey;

  constructor(scope: Construct, id: string, { place, deletionProtection }: ClusterProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    const bigquery = new DataGoogleBigqueryDefaultServiceAccount(this, "Bigquery", { project });
    const key = (keyId: string, purpose: string, users: Record<string, string>) => new GcpKey(this, keyId, { place, purpose, users });
    this.secrets = key("Secrets", "cluster-secrets", { Gke: serviceAgent(place, "gke") });
    this.disks = key("Disks", "cluster-disks", { Compute: serviceAgent(place, "compute"), Filestore: serviceAgent(place, "filestore") });
    this.events = key("Events", "cluster-events", { Pubsub: serviceAgent(place, "pubsub") });
    this.usage = key("Usage", "cluster-usage", { Bigquery: `serviceAccount:${bigquery.email}` });
    if (deletionProtection) this.backups = key("Backups", "cluster-backups", { BackupForGke: serviceAgent(place, "backup-for-gke") });
  }
}
