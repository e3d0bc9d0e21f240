import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { rawManifests } from "../../addons/raw-manifests.ts";
import type { Database } from "../../database/contract.ts";
import { aliasOf, type Place } from "../../place.ts";
import type { Bus } from "../contract.ts";
import { connectCluster } from "./cluster.ts";
import { sinkConnector, sourceConnector } from "./connectors.ts";
import { connectLogins, dmsLogins, type LoginsProps } from "./logins.ts";
import { kafkaNamespace } from "./names.ts";
import type { ConnectPlan } from "./plan.ts";

export interface ChangeCaptureProps extends LoginsProps {
  readonly place: Place;
  /** Those of the whole environment; what is about this place is built. */
  readonly plan: ConnectPlan;
  /** @default nothing goes through Kafka */
  readonly bus?: Bus;
  /** The place's own. */
  readonly database: Database;
  /** Databases whose logins of AWS DMS this cluster hands on, by place. @default none: it is not the hub */
  readonly dms?: Readonly<Record<string, Database>>;
  /** Of Kafka Connect, with its tag. */
  readonly image: string;
  readonly highAvailability: boolean;
  readonly helm: TerraformProvider;
}

/** What of an environment's replication runs in one cluster: Kafka Connect with the connectors of its database, and in the hub the logins of DMS. */
export class ChangeCapture extends Construct {
  constructor(scope: Construct, id: string, props: ChangeCaptureProps) {
    super(scope, id);
    const { helm, dms } = props;
    const release = { namespace: kafkaNamespace, dependsOn: [], provider: helm };
    const logins = dms ? dmsLogins(props, dms) : [];
    if (logins.length > 0) rawManifests(this, "DmsLogins", { ...release, name: "dms-logins", resources: logins });
    const connectors = this.connectors(props);
    if (connectors.length > 0) rawManifests(this, "Resource", { ...release, name: "change-capture", resources: connectors });
  }

  private connectors(props: ChangeCaptureProps) {
    const { place, plan, bus, database } = props;
    const sources = plan.sources.filter((source) => source.place.id === place.id);
    const sinks = plan.sinks.filter((sink) => sink.place.id === place.id);
    if (bus === undefined || sources.length + sinks.length === 0) return [];
    const hasAuthority = place.cloud !== "azure";
    return [
      ...connectLogins(props, database, hasAuthority),
      ...connectCluster({ ...props, alias: aliasOf(place.id), bus, hasAuthority }),
      ...sources.map((source) => sourceConnector(source, database, bus.bootstrap)),
      ...sinks.map((sink) => sinkConnector(sink, database)),
    ];
  }
}
