import type { Manifest } from "../../addons/addon.ts";
import type { Bus } from "../contract.ts";
import { connectLogin } from "../kept-bus-login.ts";
import { authority, busSecret, connectName, databaseSecret, kafkaNamespace } from "./names.ts";

export interface ConnectClusterProps {
  /** Without the environment: `gcp-use4`. */
  readonly alias: string;
  readonly bus: Bus;
  /** With its tag. */
  readonly image: string;
  readonly highAvailability: boolean;
  /** Whether the database's authority is in a ConfigMap. */
  readonly hasAuthority: boolean;
}

const metadata = { name: connectName, namespace: kafkaNamespace };

/** Topics that workers keep what they know in; each cluster has its own. */
const storage = (alias: string) =>
  Object.fromEntries(
    ["config", "offset", "status"].map((what) => [`${what}StorageTopic`, `cdc-${alias}-${what === "config" ? "configs" : `${what}s`}`]),
  );

/** Kafka Connect beside the place's database: workers, what they may read, and how they are watched. */
export function connectCluster({ alias, bus, image, highAvailability, hasAuthority }: ConnectClusterProps): Manifest[] {
  const replicas = highAvailability ? 2 : 1;
  return [
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnect",
      metadata: { ...metadata, annotations: { "strimzi.io/use-connector-resources": "true" } },
      spec: {
        version: "4.3.1",
        image,
        replicas,
        bootstrapServers: bus.bootstrap,
        groupId: `cdc-${alias}`,
        ...storage(alias),
        // Empty: the authorities that Java knows, one of which vouches for Amazon's brokers.
        tls: { trustedCertificates: [] },
        authentication: { type: "scram-sha-512", username: connectLogin, passwordSecret: { secretName: busSecret, password: "password" } },
        config: {
          "config.storage.replication.factor": 3,
          "offset.storage.replication.factor": 3,
          "status.storage.replication.factor": 3,
          "exactly.once.source.support": "enabled",
          "config.providers": "secrets",
          "config.providers.secrets.class": "io.strimzi.kafka.KubernetesSecretConfigProvider",
        },
        resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "2Gi" } },
        jvmOptions: { "-Xms": "512m", "-Xmx": "1g" },
        metricsConfig: { type: "strimziMetricsReporter", values: { allowList: ["kafka_connect_.*"] } },
        template: template(highAvailability, hasAuthority),
      },
    },
    ...rights,
    monitor,
    alerts,
  ];
}

function template(highAvailability: boolean, hasAuthority: boolean): object {
  const confined = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
  return {
    pod: {
      securityContext: { runAsNonRoot: true, runAsUser: 1001, seccompProfile: { type: "RuntimeDefault" } },
      ...(hasAuthority && { volumes: [{ name: "authority", configMap: { name: authority.configMap } }] }),
    },
    connectContainer: {
      securityContext: confined,
      ...(hasAuthority && { volumeMounts: [{ name: "authority", mountPath: authority.folder, readOnly: true }] }),
    },
    ...(highAvailability && { podDisruptionBudget: { maxUnavailable: 1 } }),
  };
}

/** Connectors name Secrets, which the workers' own account reads: these two. */
const rights: Manifest[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata,
    rules: [{ apiGroups: [""], resources: ["secrets"], resourceNames: [busSecret, databaseSecret], verbs: ["get"] }],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: connectName },
    subjects: [{ kind: "ServiceAccount", name: `${connectName}-connect`, namespace: kafkaNamespace }],
  },
];

const monitor: Manifest = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata,
  spec: { selector: { matchLabels: { "strimzi.io/cluster": connectName } }, podMetricsEndpoints: [{ port: "tcp-prometheus" }] },
};

/** https://github.com/strimzi/strimzi-kafka-operator: the operator's own word on what it looks after. */
const alerts: Manifest = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata,
  spec: {
    groups: [
      {
        name: "cdc",
        rules: [
          {
            alert: "ConnectorNotReady",
            expr: 'strimzi_resource_state{kind=~"KafkaConnect|KafkaConnector"} == 0',
            for: "15m",
            labels: { severity: "warning" },
            annotations: {
              summary: "{{ $labels.kind }} {{ $labels.name }} does not run: copies of tables stay behind",
              description:
                "kubectl --namespace kafka describe {{ $labels.kind }} {{ $labels.name }}; a slot that nobody reads fills the database's disk.",
            },
          },
        ],
      },
    ],
  },
};
