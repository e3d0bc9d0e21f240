import { Token } from "cdktf";
import type { Manifest } from "../../addons/addon.ts";
import type { Database } from "../../database/contract.ts";
import { aliasOf } from "../../place.ts";
import type { SyncPlace } from "../flows.ts";
import { connectLogin } from "../kept-bus-login.ts";
import { authority, busSecret, connectName, databaseSecret, fromSecret, kafkaNamespace, publication } from "./names.ts";
import { type Sink, type Source, topicPrefix } from "./plan.ts";

type Config = Readonly<Record<string, string | number | boolean>>;

function connector(name: string, className: string, config: Config): Manifest {
  return {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaConnector",
    metadata: { name, namespace: kafkaNamespace, labels: { "strimzi.io/cluster": connectName } },
    // A task that starts again reads its login anew: that is how it gets over a change of its password.
    spec: { class: className, tasksMax: 1, autoRestart: { enabled: true }, config },
  };
}

/** With the schema in every record, which sinks need. */
const converters: Config = {
  "key.converter": "org.apache.kafka.connect.json.JsonConverter",
  "key.converter.schemas.enable": true,
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": true,
};

/** Topics are the writer's to make: brokers make none. A week is as long as a reader may be away. */
const topics: Config = {
  "topic.creation.default.replication.factor": 3,
  "topic.creation.default.partitions": 1,
  "topic.creation.default.cleanup.policy": "delete",
  "topic.creation.default.retention.ms": 7 * 24 * 3600 * 1000,
};

const login: Config = {
  "database.user": fromSecret(databaseSecret, "username"),
  "database.password": fromSecret(databaseSecret, "password"),
};

/** How a connector of SQL Server writes down what tables looked like when: as Kafka's client of its own, with the same login. */
function history(place: SyncPlace, bootstrap: string): Config {
  const client = {
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="${connectLogin}" password="${fromSecret(busSecret, "password")}";`,
  };
  const settings = (role: "producer" | "consumer") =>
    Object.fromEntries(Object.entries(client).map(([key, value]) => [`schema.history.internal.${role}.${key}`, value]));
  return {
    "schema.history.internal.kafka.topic": `schema-history.${topicPrefix(place)}`,
    "schema.history.internal.kafka.bootstrap.servers": bootstrap,
    ...settings("producer"),
    ...settings("consumer"),
  };
}

/** A public authority vouches for Azure's servers, and Java knows it; the others' own are in a file. */
const postgresTrust = ({ cloud }: SyncPlace): Config =>
  cloud === "azure"
    ? { "database.sslmode": "verify-full", "database.sslfactory": "org.postgresql.ssl.DefaultJavaSSLFactory" }
    : { "database.sslmode": "verify-full", "database.sslrootcert": `${authority.folder}/${authority.key}` };

/** Captures the tables of a place's own database. */
export function sourceConnector({ place, tables, snapshot }: Source, database: Database, bootstrap: string): Manifest {
  const shared: Config = {
    ...converters,
    ...topics,
    ...login,
    "topic.prefix": topicPrefix(place),
    "database.hostname": database.host,
    "database.port": database.port,
    "table.include.list": tables.join(","),
    "snapshot.mode": snapshot,
    "heartbeat.interval.ms": 10_000,
    "tombstones.on.delete": true,
  };
  const name = `${aliasOf(place.id)}-source`;
  if (place.engine === "sqlserver") {
    return connector(name, "io.debezium.connector.sqlserver.SqlServerConnector", {
      ...shared,
      "database.names": database.database,
      "database.encrypt": true,
      "snapshot.isolation.mode": "read_committed",
      ...history(place, bootstrap),
    });
  }
  return connector(name, "io.debezium.connector.postgresql.PostgresConnector", {
    ...shared,
    ...postgresTrust(place),
    "database.dbname": database.database,
    "plugin.name": "pgoutput",
    "slot.name": "debezium",
    "publication.name": publication,
    // The login owns no table: a job in the cluster keeps the publication, as administrator.
    "publication.autocreate.mode": "disabled",
  });
}

const url = ({ engine, cloud }: SyncPlace, { host, port, database }: Database): string =>
  engine === "sqlserver"
    ? `jdbc:sqlserver://${host}:${Token.asString(port)};databaseName=${database};encrypt=true;trustServerCertificate=false`
    : `jdbc:postgresql://${host}:${Token.asString(port)}/${database}?sslmode=verify-full&${
        cloud === "azure" ? "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory" : `sslrootcert=${authority.folder}/${authority.key}`
      }`;

/** Writes to the place's own database what another's source has captured. Tables are there: the applications' migrations made them. */
export function sinkConnector({ place, from, schema, topics: read }: Sink, database: Database): Manifest {
  const reader = aliasOf(place.id);
  const writer = aliasOf(from.id);
  return connector(`${writer}-${schema}-sink`, "io.debezium.connector.jdbc.JdbcSinkConnector", {
    ...converters,
    topics: read.join(","),
    "connection.url": url(place, database),
    "connection.username": fromSecret(databaseSecret, "username"),
    "connection.password": fromSecret(databaseSecret, "password"),
    "insert.mode": "upsert",
    "primary.key.mode": "record_key",
    "delete.enabled": true,
    "schema.evolution": "none",
    "collection.name.format": `${schema}.\${source.table}`,
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": `dlq.${writer}.${reader}`,
    "errors.deadletterqueue.topic.replication.factor": 3,
    "errors.deadletterqueue.context.headers.enable": true,
    "errors.log.enable": true,
  });
}
