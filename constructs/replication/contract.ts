import { defineContract, text, type ValuesOf } from "../contract.ts";

/** Kafka, through which changes go from database to database. */
export const busContract = defineContract("bus", {
  /** `host:port` of the brokers, comma-separated: TLS with a public certificate, SCRAM-SHA-512. */
  bootstrap: text(),
  clusterArn: text(),
  /** Path in Vault's secrets mount of the login that Kafka Connect has: keys `username` and `password`. */
  loginPath: text(),
});
export type Bus = ValuesOf<typeof busContract>;

/** How much the machines of replication are made for. */
export type SyncSize = "s" | "m" | "l";
