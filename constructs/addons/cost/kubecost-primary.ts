import type { Identity } from "../../identity/contract.ts";
import { type Addon, type AddonContext, bucketFor, type Values } from "../addon.ts";
import { costHome, costPurpose, kubecostChart, kubecostGlobal, kubecostLeftOut, kubecostSupports } from "./kubecost-store.ts";

const name = "kubecost-primary";

/** Chart's name for the service account of all but the agent, of a release of this name. */
const serviceAccount = name;

const memory = (request: string, limit: string, cpu = "50m") => ({ requests: { cpu, memory: request }, limits: { memory: limit } });

function values(context: AddonContext, identity: Identity): Values {
  const { place } = context;
  const home = costHome(context)?.place ?? place;
  return {
    ...kubecostLeftOut,
    fullnameOverride: name,
    global: kubecostGlobal(place, home),
    serviceAccount: { create: true, annotations: identity.serviceAccountAnnotations },
    // Of the management place's own cluster: by the same role as the rest.
    finopsagent: {
      enabled: true,
      serviceAccount: { create: false, name: serviceAccount },
      resources: memory("256Mi", "1Gi"),
      persistence: { enabled: true, size: "8Gi" },
    },
    frontend: { enabled: true, resources: memory("64Mi", "256Mi") },
    aggregator: {
      enabled: true,
      serviceAccountName: serviceAccount,
      resources: memory("3Gi", "6Gi", "500m"),
      // Its database is rebuilt from the bucket, which takes a day.
      aggregatorDbStorage: { storageRequest: "128Gi" },
      serviceMonitor: { enabled: true },
    },
    // Bills of clouds reach it through exports that take a person to set up: docs/cost.md.
    cloudCost: { enabled: false },
    forecasting: { enabled: true, resources: memory("300Mi", "1Gi", "200m") },
  };
}

/** Kubecost's database and pages, over the costs that the agents of all places have written. */
export const kubecostPrimary: Addon = {
  name,
  purpose: "Adds up what all places' workloads cost, and shows it",
  namespace: name,
  chart: kubecostChart,
  home: "services",
  appliesTo: (facts) => costHome(facts)?.id === facts.place.id && kubecostSupports(facts.kubernetesVersion),
  after: ["kube-prometheus-stack"],
  identity: (context) => ({
    name: "kubecost",
    serviceAccount,
    grants: [{ may: "objectstore:read-write", bucket: bucketFor(context, costPurpose, name) }, { may: "billing:read" }],
  }),
  values,
};
