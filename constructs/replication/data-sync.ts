import { Construct } from "constructs";
import type { Account } from "../account/contract.ts";
import type { Database } from "../database/contract.ts";
import { constructId } from "../delivery/construct-id.ts";
import { AwsRole } from "../identity/aws-role.ts";
import type { Network } from "../network/contract.ts";
import { aliasOf, type Place } from "../place.ts";
import type { Vault } from "../vault/contract.ts";
import { ChangeBus } from "./bus.ts";
import { BusLogin } from "./bus-login.ts";
import type { Bus, SyncSize } from "./contract.ts";
import { BusEndpoint } from "./dms-bus-endpoint.ts";
import { DmsEndpoints } from "./dms-endpoints.ts";
import { DmsHub } from "./dms-hub.ts";
import { dmsSecretPrefix } from "./dms-secret.ts";
import { ReplicationTask } from "./dms-task.ts";
import { type DmsTask, dmsTasks } from "./dms-tasks.ts";
import type { Flow, SyncPlace } from "./flows.ts";
import { connectLogin, KeptBusLogin } from "./kept-bus-login.ts";

export interface DataSyncProps {
  /** The place that DMS and Kafka run in. */
  readonly hub: Place;
  readonly account: Account;
  readonly network: Network;
  readonly vault: Pick<Vault, "secretsMount">;
  readonly flows: readonly Flow[];
  /** Tables of the hub whose changes become events. */
  readonly published: readonly string[];
  /** Databases of the flows' places, by id. */
  readonly databases: Readonly<Record<string, Database>>;
  readonly size: SyncSize;
  readonly highAvailability: boolean;
  /** Blocks of the places that reach Kafka. */
  readonly peerCidrs: readonly string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/** Whether anything goes through Kafka. */
export const needsBus = ({ flows, published }: Pick<DataSyncProps, "flows" | "published">): boolean =>
  published.length > 0 || flows.some(({ via }) => via === "debezium");

/** What an environment's replication has in the hub: AWS DMS with a task per pair of databases, and Kafka where something goes through it. */
export class DataSync extends Construct {
  /** @default nothing goes through Kafka */
  readonly bus?: Bus;
  private readonly hub?: DmsHub;
  private readonly endpoints = new Map<string, DmsEndpoints>();
  private secretRole?: AwsRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DataSyncProps,
  ) {
    super(scope, id);
    const { flows, hub, published } = props;
    const tasks = dmsTasks(flows, hub.id, published);
    if (tasks.length > 0) this.hub = new DmsHub(this, "Hub", { ...props, place: hub });
    const toBus =
      tasks.some(({ to }) => to === "bus") && this.hub
        ? new BusEndpoint(this, "BusEndpoint", { hub, keyArn: this.hub.key.arn })
        : undefined;
    if (needsBus(props)) this.bus = this.changeBus(toBus);
    if (toBus && this.bus) toBus.connect(this.bus.bootstrap);
    for (const task of tasks) this.task(task, toBus);
  }

  private changeBus(dms: BusEndpoint | undefined): Bus {
    const { hub, vault, deletionProtection } = this.props;
    const kept = new KeptBusLogin(this, "ConnectLogin", { environment: hub.environment, vault });
    const login = (id: string, username: string, password: string, version: number) => (keyArn: string) =>
      new BusLogin(this, id, { place: hub, username, password, version, keyArn, deletionProtection }).secretArn;
    const logins = [
      login("ConnectSecret", connectLogin, kept.password, KeptBusLogin.version),
      ...(dms ? [login("DmsSecret", BusEndpoint.login, dms.password, dms.passwordVersion)] : []),
    ];
    const bus = new ChangeBus(this, "Bus", {
      ...{ ...this.props, place: hub, createsTopics: dms !== undefined },
      logins: (keyArn) => logins.map((make) => make(keyArn)),
    });
    return { bootstrap: bus.bootstrap, clusterArn: bus.clusterArn, loginPath: kept.path };
  }

  private task(task: DmsTask, bus: BusEndpoint | undefined): void {
    const { hub, account } = this.props;
    const instance = this.hub as DmsHub;
    const target = task.to === "bus" ? (bus as BusEndpoint).arn : this.endpointsOf(task.to).targetArn;
    new ReplicationTask(this, `Task${constructId(task.id)}`, {
      ...{ hub, account, task, instanceArn: instance.instanceArn, instanceId: instance.instanceId },
      ...{ sourceArn: this.endpointsOf(task.from).sourceArn, targetArn: target },
    });
  }

  private endpointsOf(placeId: string): DmsEndpoints {
    const made = this.endpoints.get(placeId) ?? this.makeEndpoints(placeId);
    this.endpoints.set(placeId, made);
    return made;
  }

  private makeEndpoints(placeId: string): DmsEndpoints {
    const { hub, databases, deletionProtection } = this.props;
    return new DmsEndpoints(this, constructId(aliasOf(placeId)), {
      ...{ hub, deletionProtection, sync: this.syncPlace(placeId), database: databases[placeId] as Database },
      ...{ keyArn: (this.hub as DmsHub).key.arn, secretRole: this.readLogins() },
    });
  }

  private syncPlace(placeId: string): SyncPlace {
    const { flows, hub } = this.props;
    const found = flows.flatMap(({ from, to }) => [from, to]).find(({ id }) => id === placeId);
    return found ?? { id: hub.id, cloud: "aws", engine: "postgresql" };
  }

  /** DMS takes this role to read the logins it has, and no others. */
  private readLogins(): AwsRole {
    const { hub } = this.props;
    this.secretRole ??= new AwsRole(this, "ReadLogins", {
      place: hub,
      name: "dms-logins",
      description: "AWS DMS reads its logins of databases",
      trust: [
        {
          Principal: { Service: `dms.${hub.region}.amazonaws.com` },
          Action: "sts:AssumeRole",
        },
      ],
      statements: [
        { Sid: "Logins", Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: loginsOf(hub) },
        { Sid: "Open", Action: "kms:Decrypt", Resource: (this.hub as DmsHub).key.arn },
      ],
    });
    return this.secretRole;
  }
}

/** ARNs of every login of DMS, whose names end in six characters of Amazon's choice. */
const loginsOf = (hub: Place): string =>
  `arn:aws:secretsmanager:${hub.region}:${hub.account.cloud === "aws" ? hub.account.accountId : ""}:secret:${dmsSecretPrefix(hub)}*`;
