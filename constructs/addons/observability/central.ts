import type { AddonContext, PlaceFacts } from "../addon.ts";
import { type InternalService, internalHost } from "../mesh/internal-services.ts";

/** Namespace of what looks at every place. */
export const centralNamespace = "central";

/** How a service of a place is reached from the management place. */
export interface Reached {
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
  /** What to ask for there, and the name on its certificate. @default it is in this cluster, and speaks without TLS */
  readonly serverName?: string;
}

/** By the internal gateway, or directly where the place is this one. */
export function reach({ place: here, domain }: AddonContext, service: InternalService, other: PlaceFacts): Reached {
  return other.id === here.id
    ? { host: `${service.service}.${service.namespace}.svc.cluster.local`, port: service.servicePort }
    : { host: other.internalAddress, port: service.port, serverName: internalHost(service, other, domain) };
}
