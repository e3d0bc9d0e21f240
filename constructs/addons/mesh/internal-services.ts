/** A service of a place that the management place's own services read through the place's internal gateway. */
export interface InternalService {
  /** `metrics`: first label of its host name, and the gateway's name of the port. */
  readonly name: string;
  /** Port of the internal gateway. */
  readonly port: number;
  readonly protocol: "grpc" | "http";
  /** Service behind it. */
  readonly service: string;
  readonly namespace: string;
  readonly servicePort: number;
}

/** What every place serves to the management place at its internal address: always with TLS, and to that place's addresses only. */
export const internalServices = {
  metrics: { name: "metrics", port: 10901, protocol: "grpc", service: "thanos-query", namespace: "observability", servicePort: 10901 },
  logs: { name: "logs", port: 3100, protocol: "http", service: "loki-gateway", namespace: "observability", servicePort: 80 },
  traces: { name: "traces", port: 3200, protocol: "http", service: "tempo-query-frontend", namespace: "observability", servicePort: 3200 },
} as const satisfies Record<string, InternalService>;

/**
 * `prod-aws-use1.example.com`: names below it are the place's own, and its gateways have a public certificate for all of them, so
 * nobody needs to be told of an authority.
 */
export const placeHost = (place: { readonly id: string }, domain: string): string => `${place.id}.${domain}`;

/** What callers ask for at the place's internal address, and its certificate is checked against: `metrics.prod-aws-use1.example.com`. */
export const internalHost = (service: InternalService, place: { readonly id: string }, domain: string): string =>
  `${service.name}.${placeHost(place, domain)}`;

/** Where the place's public gateway says that it serves: `health.prod-aws-use1.example.com`. */
export const healthHost = (place: { readonly id: string }, domain: string): string => `health.${placeHost(place, domain)}`;
