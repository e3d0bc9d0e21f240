import type { AddonContext, PlaceFacts, Values } from "../addon.ts";
import { type InternalService, internalHost, internalServices } from "../mesh/internal-services.ts";
import { centralNamespace, reach } from "./central.ts";

/** Over all clusters: the one a dashboard starts with. */
const metrics = {
  name: "Metrics",
  uid: "metrics",
  type: "prometheus",
  access: "proxy",
  isDefault: true,
  url: `http://thanos-global-query-frontend.${centralNamespace}.svc.cluster.local:10902`,
  jsonData: { prometheusType: "Thanos", httpMethod: "POST", timeInterval: "30s" },
};

function urlOf(context: AddonContext, service: InternalService, place: PlaceFacts): string {
  const { host, port, serverName } = reach(context, service, place);
  return serverName ? `https://${serverName}:${port}` : `http://${host}:${port}`;
}

/** The names of other places' services, which no DNS knows: gateways route by the name that is asked for, so an address would not do. */
export const otherPlaces = (context: AddonContext) =>
  context.estate
    .filter(({ id }) => id !== context.place.id)
    .map((place) => ({
      ip: place.internalAddress,
      hostnames: [internalServices.logs, internalServices.traces].map((service) => internalHost(service, place, context.domain)),
    }));

const uid = (kind: "logs" | "traces", { id }: PlaceFacts) => `${kind}-${id}`;

const logs = (context: AddonContext, place: PlaceFacts): Values => ({
  name: `Logs ${place.id}`,
  uid: uid("logs", place),
  type: "loki",
  access: "proxy",
  url: urlOf(context, internalServices.logs, place),
});

function traces(context: AddonContext, place: PlaceFacts): Values {
  return {
    name: `Traces ${place.id}`,
    uid: uid("traces", place),
    type: "tempo",
    access: "proxy",
    url: urlOf(context, internalServices.traces, place),
    jsonData: {
      // From a span to what was logged around it, by the names OpenTelemetry has for both.
      tracesToLogsV2: {
        datasourceUid: uid("logs", place),
        spanStartTimeShift: "-5m",
        spanEndTimeShift: "5m",
        filterByTraceID: true,
        tags: [
          { key: "service.name", value: "service_name" },
          { key: "k8s.namespace.name", value: "k8s_namespace_name" },
        ],
      },
      nodeGraph: { enabled: true },
    },
  };
}

/** Metrics of all clusters at once; logs and traces of each, since they do not leave their place unless somebody asks. */
export const datasources = (context: AddonContext): Values => ({
  apiVersion: 1,
  // One that is taken out of the estate goes from here, too.
  prune: true,
  datasources: [metrics, ...context.estate.flatMap((place) => [logs(context, place), traces(context, place)])],
});
