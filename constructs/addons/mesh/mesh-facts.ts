import type { AddonFacts, Chart, PlaceFacts } from "../addon.ts";

/** Version of Istio: all of its charts move together. https://istio.io/latest/docs/releases/supported-releases/ */
const ISTIO = "1.30.3";

/** One of Istio's charts. */
export const istioChart = (name: "base" | "cni" | "istiod" | "gateway"): Chart => ({
  repository: "https://istio-release.storage.googleapis.com/charts",
  name,
  version: ISTIO,
  source: `https://github.com/istio/istio/tree/${ISTIO}/manifests/charts`,
});

/** Whether workloads are in an Istio mesh, and not only the gateways Istio's. */
export const usesIstio = ({ mesh }: AddonFacts): boolean => mesh === "istio";

/** Whether workloads are in a Linkerd mesh. */
export const usesLinkerd = ({ mesh }: AddonFacts): boolean => mesh === "linkerd";

/** Whether the environment's clusters are one mesh. */
export const spansPlaces = ({ mesh, interconnect, places }: AddonFacts): boolean => mesh !== "none" && interconnect && places.length > 1;

/** Where central services look at this place from: their own place, if there is one. */
export const managementPlaces = ({ central }: AddonFacts): PlaceFacts[] => (central === undefined ? [] : [central]);

/** Taints of the system pools, on which the mesh must run before other nodes exist: pods of other pools wait for its webhook. */
export const systemTolerations = [
  { key: "CriticalAddonsOnly", operator: "Exists" },
  { key: "components.gke.io/gke-managed-components", operator: "Exists" },
];
