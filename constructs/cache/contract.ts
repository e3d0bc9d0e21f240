import type { Account } from "../account/contract.ts";
import { defineContract, flag, number, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";

/** A cache that speaks the Redis protocol. Passwords are not uniform across clouds, so `auth` says which login is meant. */
export const cacheContract = defineContract("cache", {
  protocol: text<"redis">(),
  engine: text<"valkey" | "redis">(),
  host: text(),
  port: number(),
  tls: flag(),
  clusterMode: flag(),
  auth: text<"aws-iam" | "gcp-iam" | "entra" | "auth-string">(),
  /** What a `cache:connect` grant calls it: replication group ARN, instance id, or cache resource id. */
  accessId: text(),
  /** User name to log in with; empty where the identity itself is the user. */
  user: text(),
});
export type Cache = ValuesOf<typeof cacheContract>;

export type CacheSize = "s" | "m" | "l";

export interface CacheProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** Blocks of the places it is interconnected with: who else may connect, besides the place's own workloads. */
  readonly peerCidrs: readonly string[];
  /** `default` is the cloud's current product; `legacy` its predecessor (gcp: Redis instance; azure: Azure Cache for Redis Premium). */
  readonly product: "default" | "legacy";
  readonly valkeyVersion: string;
  readonly size: CacheSize;
  /** Copies besides the primary, spread over zones. */
  readonly replicas: number;
  readonly snapshotDays: number;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}
