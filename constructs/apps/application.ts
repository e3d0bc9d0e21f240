import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { Manifest } from "../addons/addon.ts";
import { externalSecret } from "../addons/external-secret.ts";
import { rawManifests } from "../addons/raw-manifests.ts";
import type { Make } from "../clouds/cloud.ts";
import type { Cluster } from "../cluster/contract.ts";
import type { Grant, Identity, IdentityProps } from "../identity/contract.ts";
import { type AppContext, type AppSettings, appSecretName, endpointsName } from "./app.ts";
import { argoObjects } from "./argo-project.ts";
import { endpoints } from "./endpoints.ts";
import { identityAgentRule, networkRules } from "./network-rules.ts";

export interface ApplicationProps {
  readonly app: AppSettings;
  readonly context: AppContext;
  readonly cluster: Cluster;
  /** Makes its identity in the place's cloud. */
  readonly identity: Make<IdentityProps, Identity>;
}

const noIdentity: Identity = { serviceAccountAnnotations: {}, podLabels: {} };

/** Sidecars come by what the namespace says. */
const injection = {
  istio: { labels: { "istio-injection": "enabled" } },
  linkerd: { annotations: { "linkerd.io/inject": "enabled" } },
  none: {},
} as const;

/** All a team needs for its application to run in a place, but the application: room, limits, rights, addresses, and its deployment. */
export class Application extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationProps,
  ) {
    super(scope, id);
    const { app, context } = props;
    const namespace = this.namespace();
    this.limits(namespace);
    const grants = grantsOf(app, context);
    const identity = grants.length > 0 ? this.identity(grants) : noIdentity;
    new NetworkPolicyV1(this, "Network", { metadata: { name: "default", namespace }, spec: networkRules(app, context, grants.length > 0) });
    new ConfigMapV1(this, "Endpoints", { metadata: { name: endpointsName, namespace }, data: endpoints(app, context) });
    const before = this.node.findAll().filter((child) => child instanceof TerraformResource);
    rawManifests(this, "Deployment", {
      name: `app-${app.name}`,
      namespace,
      resources: [...this.identityAgent(grants), ...this.secrets(), ...argoObjects(app, context, identity)],
      dependsOn: before,
    });
  }

  private namespace(): string {
    const { app, context } = this.props;
    const { labels, annotations } = { labels: {}, annotations: undefined, ...injection[context.mesh] };
    const made = new NamespaceV1(this, "Resource", {
      metadata: {
        name: app.name,
        labels: {
          "app.kubernetes.io/part-of": "applications",
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
          ...labels,
        },
        annotations,
      },
    });
    return made.metadata.name;
  }

  /** What all of its pods may ask for, and what a pod gets that asks for nothing. */
  private limits(namespace: string): void {
    const { cpu, memoryGib } = this.props.app.quota;
    new ResourceQuotaV1(this, "Quota", {
      metadata: { name: "default", namespace },
      spec: {
        hard: {
          "requests.cpu": String(cpu),
          "requests.memory": `${memoryGib}Gi`,
          persistentvolumeclaims: "20",
          // The way in is the gateway.
          "services.loadbalancers": "0",
          "services.nodeports": "0",
        },
      },
    });
    new LimitRangeV1(this, "Limits", {
      metadata: { name: "default", namespace },
      spec: { limit: [{ type: "Container", default: { memory: "512Mi" }, defaultRequest: { cpu: "50m", memory: "128Mi" } }] },
    });
  }

  private identity(grants: readonly Grant[]): Identity {
    const { app, context, cluster, identity } = this.props;
    return identity(this, "Identity", {
      place: context.place,
      cluster,
      name: app.name,
      namespace: app.name,
      serviceAccount: app.name,
      grants,
    });
  }

  private identityAgent(grants: readonly Grant[]): Manifest[] {
    const { place, cilium } = this.props.context;
    return place.cloud === "aws" && cilium === "chaining" && grants.length > 0 ? [identityAgentRule(this.props.app.name)] : [];
  }

  private secrets(): Manifest[] {
    const { app, context } = this.props;
    const keys = Object.fromEntries(app.secrets.map((secret) => [environmentVariable(secret), secret]));
    return app.secrets.length > 0 ? [externalSecret(app.name, `${context.secretPrefix}${app.name}-`, { name: appSecretName, keys })] : [];
  }
}

/** `payment-key` -> `PAYMENT_KEY`. */
const environmentVariable = (secret: string): string => secret.toUpperCase().replaceAll("-", "_");

function grantsOf(app: AppSettings, { database, cache, buckets }: AppContext): Grant[] {
  return [
    ...(app.database && database ? [{ may: "db:connect", databaseId: database.accessId, user: app.name } as const] : []),
    ...(app.cache && cache ? [{ may: "cache:connect", cacheId: cache.accessId, user: cache.user } as const] : []),
    ...app.buckets.flatMap((purpose) => {
      const bucket = buckets[purpose];
      return bucket ? [{ may: "objectstore:read-write", bucket } as const] : [];
    }),
  ];
}
