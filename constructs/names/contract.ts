import type { TerraformProvider } from "cdktf";
import type { CloudName, Place } from "../place.ts";

/** A host that a network answers with private addresses, whatever the world is told. */
export interface PrivateNameProps {
  /** Place whose network answers. */
  readonly place: Place;
  /** VPC id, network self link, or virtual network id. */
  readonly networkId: string;
  /** The host itself, so that its certificate is still right. */
  readonly host: string;
  readonly addresses: string[];
  /** Whose name it is, in a word: part of names in the cloud. */
  readonly of: string;
  /** For a network in another account than the stack's own. @default the cloud's un-aliased one */
  readonly provider?: TerraformProvider;
}

/** Seconds that an answer may be kept: a database moves to its replica within minutes. */
export const nameTtl = 60;

/** Whether the names of a cloud's databases have their private addresses inside of the place's own network only; Amazon's have them everywhere. */
export const namesArePrivate: Record<CloudName, boolean> = { aws: false, gcp: true, azure: true };
