import type { AddonContext, Manifest } from "../addon.ts";
import { centralNamespace } from "./central.ts";
import { applicationsDashboard } from "./dashboards-applications.ts";
import { deliveryDashboard } from "./dashboards-delivery.ts";
import { estateDashboard } from "./dashboards-estate.ts";
import { type Dashboard, dashboardJson } from "./dashboards-panels.ts";
import { placeDashboard } from "./dashboards-place.ts";

/** By what Grafana's sidecar finds a ConfigMap, and in which folder it puts it. */
export const dashboardLabel = "grafana_dashboard";
/** See `dashboardLabel`. */
export const folderAnnotation = "grafana_folder";

/**
 * The platform's own dashboards, from the widest to the narrowest. There is none of databases and caches: their measurements are in
 * the clouds' own stores, where alarms on them are, and in those of vendors that observe an environment.
 */
export const dashboards = (context: Pick<AddonContext, "estate">): Dashboard[] => [
  estateDashboard(context),
  placeDashboard(context),
  applicationsDashboard(context),
  deliveryDashboard(context),
];

/** One ConfigMap each, since one may hold no more than a megabyte. */
export const dashboardObjects = (context: Pick<AddonContext, "estate">): Manifest[] =>
  dashboards(context).map((dashboard) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `dashboard-${dashboard.uid}`,
      namespace: centralNamespace,
      labels: { [dashboardLabel]: "1" },
      annotations: { [folderAnnotation]: "Platform" },
    },
    data: { [`${dashboard.uid}.json`]: dashboardJson(dashboard) },
  }));
