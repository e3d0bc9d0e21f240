import type { TerraformProvider } from "cdktf";
import type { Gateway } from "../network/gateway-contract.ts";
import type { Place } from "../place.ts";

/** One place of a link. */
export interface End {
  readonly place: Place;
  readonly gateway: Gateway;
  /** Where AWS's alarms go. @default nobody is told; the gateways of the other clouds watch their own sessions */
  readonly alertTarget?: string;
  /** Block of the place's standby in another region, which is reached through it. @default it has none */
  readonly standbyCidr?: string;
  /** For a place in another account than the stack's own. @default the cloud's un-aliased one */
  readonly provider?: TerraformProvider;
}

/** One tunnel as one end sees it. */
export interface Tunnel {
  readonly cidr: string;
  readonly ownAddress: string;
  readonly peerAddress: string;
  /** Pre-shared key of both ends. */
  readonly key: string;
}

/** What an end is built from. */
export interface EndProps {
  readonly own: End;
  readonly peer: End;
  /** In the order of `tunnelsBetween`. */
  readonly tunnels: readonly Tunnel[];
  /** Public addresses of the peer: two of a gateway that has them, or one per tunnel. */
  readonly peerAddresses: readonly string[];
}
