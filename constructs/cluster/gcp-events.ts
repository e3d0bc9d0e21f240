import { BigqueryDataset } from "@cdktf/provider-google/lib/bigquery-dataset";
import { PubsubTopic } from "@cdktf/provider-google/lib/pubsub-topic";
import { Construct } from "constructs";
import type { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

export interface GcpClusterEventsProps extends ClusterProps {
  readonly eventsKey: GcpKey;
  readonly usageKey: GcpKey;
}

/** Where GKE announces upgrades and security bulletins, and where it records what namespaces used. */
export class GcpClusterEvents extends Construct {
  readonly topicId: string;
  readonly usageDatasetId: string;

  constructor(scope: Construct, id: string, props: GcpClusterEventsProps) {
    super(scope, id);
    this.topicId = this.topic(props);
    this.usageDatasetId = this.usage(props);
  }

  private topic({ place, eventsKey }: GcpClusterEventsProps): string {
    return new PubsubTopic(this, "Upgrades", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "cluster-upgrades"),
      kmsKeyName: eventsKey.keyId,
      messageRetentionDuration: `${7 * 24 * 3600}s`,
      messageStoragePolicy: { allowedPersistenceRegions: [place.region] },
      // Pub/Sub checks that it may use the key when the topic is created.
      dependsOn: eventsKey.grants,
    }).id;
  }

  private usage({ place, usageKey, deletionProtection }: GcpClusterEventsProps): string {
    return new BigqueryDataset(this, "Usage", {
      project: accountOf(place, "gcp").projectId,
      datasetId: nameOf("gcp:BigqueryDataset", place.shortName, "usage"),
      friendlyName: `GKE usage of ${place.id}`,
      location: place.region,
      defaultEncryptionConfiguration: { kmsKeyName: usageKey.keyId },
      deleteContentsOnDestroy: !deletionProtection,
      // BigQuery checks that it may use the key when the first table is created, by GKE.
      dependsOn: usageKey.grants,
      lifecycle: { preventDestroy: deletionProtection },
    }).datasetId;
  }
}
