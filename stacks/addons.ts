import type { Construct } from "constructs";
import { type AddonContext, meshNetwork, type PlaceFacts } from "../constructs/addons/addon.ts";
import { Addons } from "../constructs/addons/addons.ts";
import { gitopsNamespace } from "../constructs/addons/argo-application.ts";
import { catalog } from "../constructs/addons/catalog.ts";
import { addonsContract } from "../constructs/addons/contract.ts";
import { cloudStore } from "../constructs/addons/external-secret.ts";
import { bucketContract } from "../constructs/bucket/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { ClusterConnection } from "../constructs/cluster/connection.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import type { Contract, Fields } from "../constructs/contract.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { CloudflareRanges } from "../constructs/edge/cloudflare-ranges.ts";
import { filesContract } from "../constructs/files/contract.ts";
import { ingressContract } from "../constructs/ingress/contract.ts";
import { networkContract } from "../constructs/network/contract.ts";
import { registryContract } from "../constructs/registry/contract.ts";
import { secretStoreContract } from "../constructs/secrets/contract.ts";
import { sealContract } from "../constructs/vault/contract.ts";
import { StorageClasses } from "../constructs/volumes/storage-classes.ts";
import type { AddonsInput } from "./addons-input.ts";
import { lazily } from "./lazily.ts";
import { PlaceStack } from "./place-stack.ts";
import type { Layer, PlacedSpec } from "./stack-spec.ts";

/** What clusters of other places do with buckets of this one, as whom. */
const foreigners = {
  Backups: { purpose: "velero", who: { namespace: "velero", serviceAccount: "velero-server" } },
  Costs: { purpose: "cost", who: { namespace: "kubecost", serviceAccount: "finops-agent", writesBelow: "" } },
} as const;

/** What runs in a place's cluster besides applications. */
export class AddonsStack extends PlaceStack<AddonsInput> {
  constructor(scope: Construct, spec: PlacedSpec<AddonsInput>) {
    super(scope, spec);
    const { addons, rootName, revision, existingNamespaces, dynamicCredentials, isFoundation } = this.input;
    const cloud = clouds[this.place.cloud];
    const context = this.context();
    new ClusterConnection(this, "Cluster", { cluster: context.cluster, cloud: this.place.cloud, dynamicCredentials });
    new Addons(this, "Addons", {
      context,
      catalog,
      choices: addons,
      identity: cloud.identity,
      rootName,
      revision,
      existingNamespaces,
    });
    this.admit("Backups", this.input.backupReaders);
    this.admit("Costs", this.input.costWriters);
    if (isFoundation) this.foundation(context);
  }

  /** Contracts are read when they are asked for: a stack's states are those that its add-ons need. */
  private context(): AddonContext {
    const { settings, buckets, readsBackupsOf, hasDatabase, isCentral } = this.input;
    const own = <F extends Fields>(contract: Contract<F>, layer: Layer) => this.consume(contract, `${this.place.id}-${layer}`);
    const foreign = (of: PlaceFacts) => ({ of, bucket: this.consume(bucketContract.named(foreigners.Backups.purpose), `${of.id}-data`) });
    return lazily<AddonContext>({
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, () => value])),
      place: () => this.place,
      cluster: () => own(clusterContract, "cluster"),
      network: () => own(networkContract, "network"),
      ingress: () => own(ingressContract, "network"),
      files: () => own(filesContract, "data"),
      secretStore: () => own(secretStoreContract, "data"),
      ...(hasDatabase && { database: () => own(databaseContract, "data") }),
      ...(isCentral && { seal: () => own(sealContract, "data"), registry: () => this.consume(registryContract) }),
      buckets: () => lazily(Object.fromEntries(buckets.map((purpose) => [purpose, () => own(bucketContract.named(purpose), "data")]))),
      edgeCidrs: () => CloudflareRanges.of(this).ipv4Cidrs,
      tags: () => this.spec.tags,
      ...(readsBackupsOf && { foreignBackups: () => foreign(readsBackupsOf) }),
    } as never);
  }

  private admit(id: keyof typeof foreigners, readers: readonly PlaceFacts[]): void {
    const { purpose, who } = foreigners[id];
    for (const reader of readers) {
      clouds[this.place.cloud].foreignReader(this, `${id}${constructId(reader.id)}`, {
        ...who,
        place: this.place,
        bucket: this.consume(bucketContract.named(purpose), `${this.place.id}-data`),
        reader,
        readerCluster: this.consume(clusterContract, `${reader.id}-cluster`),
      });
    }
  }

  private foundation(context: AddonContext): void {
    new StorageClasses(this, "Volumes", context);
    this.publish(addonsContract, {
      meshNetwork: meshNetwork(this.place),
      internalAddress: context.ingress.internalAddress,
      gitopsNamespace,
      secretStore: cloudStore,
      secretPrefix: context.secretStore.prefix,
    });
  }
}
