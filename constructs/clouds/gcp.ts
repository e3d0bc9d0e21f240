import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { GcpAccount } from "../account/gcp.ts";
import { GcpBucket } from "../bucket/gcp.ts";
import { GcpCache } from "../cache/gcp.ts";
import { GcpRedisInstance } from "../cache/gcp-redis-instance.ts";
import { GcpCluster } from "../cluster/gcp.ts";
import { GcpDatabase } from "../database/gcp.ts";
import { GcpFiles } from "../files/gcp.ts";
import { GcpIdentity } from "../identity/gcp.ts";
import { GcpForeignReader } from "../identity/gcp-foreign-reader.ts";
import type { IngressMode } from "../ingress/contract.ts";
import { GcpIngress } from "../ingress/gcp.ts";
import { GcpHttpIngress } from "../ingress/gcp-http.ts";
import { gcpTunnel } from "../ingress/gcp-internal.ts";
import { GcpPrivateName } from "../names/gcp.ts";
import { GcpNetwork } from "../network/gcp.ts";
import { accountOf } from "../place.ts";
import { GcpRegistry } from "../registry/gcp.ts";
import { GcpSecretStore } from "../secrets/gcp.ts";
import { tagsFor } from "../tags.ts";
import type { Cloud } from "./cloud.ts";

/** How the edge reaches a place, by mode. */
const gcpIngresses: Record<IngressMode, Cloud["ingress"]> = {
  l4: (scope, id, props) => new GcpIngress(scope, id, props),
  tunnel: gcpTunnel,
  "l7-native": (scope, id, props) => new GcpHttpIngress(scope, id, props),
};

/** Google Cloud. */
export const gcp: Cloud = {
  provider: (stack, place, tags) => {
    const provider = new GoogleProvider(stack, "Google", { project: accountOf(place, "gcp").projectId, region: place.region });
    // Not as a property: the engine would write the keys of a provider's map in snake case, and everything would have each label twice.
    provider.addOverride("default_labels", tagsFor("gcp", tags));
  },
  account: (scope, id, props) => new GcpAccount(scope, id, props),
  network: (scope, id, props) => new GcpNetwork(scope, id, props),
  privateName: (scope, id, props) => new GcpPrivateName(scope, id, props),
  ingress: (scope, id, props) => gcpIngresses[props.mode](scope, id, props),
  cluster: (scope, id, props) => new GcpCluster(scope, id, props),
  database: (scope, id, props) => new GcpDatabase(scope, id, props),
  cache: (scope, id, props) => (props.product === "legacy" ? new GcpRedisInstance(scope, id, props) : new GcpCache(scope, id, props)),
  bucket: (scope, id, props) => new GcpBucket(scope, id, props),
  files: (scope, id, props) => new GcpFiles(scope, id, props),
  secretStore: (scope, id, props) => new GcpSecretStore(scope, id, props),
  registry: (scope, id, props) => new GcpRegistry(scope, id, props),
  identity: (scope, id, props) => new GcpIdentity(scope, id, props),
  foreignReader: (scope, id, props) => new GcpForeignReader(scope, id, props),
};
