import { defineContract, text, type ValuesOf } from "../contract.ts";

/** What runs in a place's cluster, as far as those who deploy into it must know. */
export const addonsContract = defineContract("platform", {
  /** `aws-use1`: the mesh's name of the place's network. */
  meshNetwork: text(),
  /** Where the place's internal gateway listens for other places. */
  internalAddress: text(),
  /** Namespace in which Argo CD looks for applications. */
  gitopsNamespace: text(),
  /** The cluster's store of secrets. */
  secretStore: text(),
  /** What names in that store begin with. */
  secretPrefix: text(),
});
export type PlatformAddons = ValuesOf<typeof addonsContract>;
