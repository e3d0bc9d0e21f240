/** Namespace that Strimzi watches: its own. */
export const kafkaNamespace = "kafka";

/** Kafka Connect of a cluster; its pods' service account is `<name>-connect`. */
export const connectName = "cdc";

/** Secret with the login of Kafka: `username`, `password`. */
export const busSecret = "cdc-kafka";

/** Secret with the login of the place's database: `username`, `password`. */
export const databaseSecret = "cdc-database";

/** ConfigMap with the authority of the place's database, and where pods find it. */
export const authority = { configMap: "cdc-authority", key: "ca.crt", folder: "/mnt/authority" };

/** A connector's way to a value of a Secret: https://github.com/strimzi/kafka-kubernetes-config-provider */
export const fromSecret = (secret: string, key: "username" | "password"): string => `\${secrets:${kafkaNamespace}/${secret}:${key}}`;

/** Publication of PostgreSQL with the tables that are captured; a job in the cluster keeps it. */
export const publication = "platform_cdc";
