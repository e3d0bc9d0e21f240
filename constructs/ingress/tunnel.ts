import type { Ingress, IngressProps } from "./contract.ts";

/** What a place without a public address says of itself: the edge knows it by its tunnel. */
export const withoutAddress = ({ place }: IngressProps, internalAddress: string): Ingress => ({
  address: "",
  addressKind: "hostname",
  port: 443,
  latitude: place.regionFacts.latitude,
  longitude: place.regionFacts.longitude,
  edgeRegions: [...place.regionFacts.edgeRegions],
  bindingId: "",
  bindingScope: "",
  internalAddress,
});
