import type { Construct } from "constructs";
import { addonsContract } from "../constructs/addons/contract.ts";
import type { AppContext, AppSettings, AppsFacts } from "../constructs/apps/app.ts";
import { Application } from "../constructs/apps/application.ts";
import { bucketContract } from "../constructs/bucket/contract.ts";
import { cacheContract } from "../constructs/cache/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { ClusterConnection } from "../constructs/cluster/connection.ts";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

/** The applications of a place, as the configuration describes them. */
export interface AppsInput {
  readonly facts: AppsFacts;
  readonly apps: readonly AppSettings[];
  readonly dynamicCredentials: boolean;
}

/** The applications that run in a place: room, rights and addresses for each, and how Argo CD deploys it. */
export class AppsStack extends PlaceStack<AppsInput> {
  constructor(scope: Construct, spec: PlacedSpec<AppsInput>) {
    super(scope, spec);
    const { cloud } = this.place;
    const { apps, dynamicCredentials } = this.input;
    const cluster = this.consume(clusterContract);
    new ClusterConnection(this, "Cluster", { cluster, cloud, dynamicCredentials });
    const context = this.context();
    for (const app of apps) new Application(this, constructId(app.name), { app, context, cluster, identity: clouds[cloud].identity });
  }

  private context(): AppContext {
    const { apps, facts } = this.input;
    const { secretPrefix, gitopsNamespace } = this.consume(addonsContract);
    const purposes = [...new Set(apps.flatMap(({ buckets }) => buckets))].sort();
    return {
      ...facts,
      place: this.place,
      secretPrefix,
      gitopsNamespace,
      buckets: Object.fromEntries(purposes.map((purpose) => [purpose, this.consume(bucketContract.named(purpose))])),
      ...(apps.some(({ database }) => database) && { database: this.consume(databaseContract) }),
      ...(apps.some(({ cache }) => cache) && { cache: this.consume(cacheContract) }),
    };
  }
}
