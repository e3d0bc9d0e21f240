import type { Construct } from "constructs";
import type { Ingress, IngressProps } from "./contract.ts";

/** For clouds whose own web load balancer is not offered. @throws always */
export const withoutHttp = (_scope: Construct, _id: string, { place }: IngressProps): Ingress => {
  throw new Error(`${place.id}: ingress: mode l7-native, allowed l4 and tunnel on ${place.cloud}; use one of them`);
};
