import { type Addon, type AddonContext, type Manifest, replicas } from "../addon.ts";

const name = "cloudflared";
const namespace = "cloudflared";
const metadata = { name, namespace };
const labels = { app: name };

/** Secret with the tunnel's token, which a person copies from Cloudflare's pages once. */
const token = { name: "cloudflared-token", key: "token" };
const METRICS = 2000;

const confined = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } };

/** Connectors of the place's tunnel: each holds four connections to the edge, and any of them will do. */
const deployment = (context: AddonContext): Manifest => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: {
    replicas: replicas(context),
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        automountServiceAccountToken: false,
        priorityClassName: "system-cluster-critical",
        securityContext: { runAsNonRoot: true, runAsUser: 65_532, runAsGroup: 65_532, seccompProfile: { type: "RuntimeDefault" } },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: labels },
          },
        ],
        // Requests that are under way may take so long to end.
        terminationGracePeriodSeconds: 60,
        containers: [
          {
            name,
            image: "docker.io/cloudflare/cloudflared:2026.7.1",
            args: ["tunnel", "--no-autoupdate", "--metrics", `0.0.0.0:${METRICS}`, "--grace-period", "45s", "run"],
            env: [{ name: "TUNNEL_TOKEN", valueFrom: { secretKeyRef: token } }],
            ports: [{ name: "metrics", containerPort: METRICS }],
            // Says yes once it has a connection to the edge.
            readinessProbe: { httpGet: { path: "/ready", port: "metrics" }, periodSeconds: 10 },
            securityContext: confined,
            resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          },
        ],
      },
    },
  },
});

const budget: Manifest = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata,
  spec: { minAvailable: 1, selector: { matchLabels: labels } },
};

const monitor: Manifest = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata,
  spec: { selector: { matchLabels: labels }, podMetricsEndpoints: [{ port: "metrics" }] },
};

/** The way in where a place has no public address: the cluster opens it, from inside. */
export const cloudflared: Addon = {
  name,
  purpose: "Opens the place's tunnel to the edge, where it has no public address",
  namespace,
  after: ["external-secrets", "kube-prometheus-stack", "istio-ingress"],
  appliesTo: ({ ingressMode }) => ingressMode === "tunnel",
  secrets: () => [{ name: token.name, keys: { [token.key]: token.name } }],
  resources: (context) => [deployment(context), ...(context.highAvailability ? [budget] : []), monitor],
};
