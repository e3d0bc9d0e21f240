import type { Addon } from "./addon.ts";
import { atlantis } from "./central/atlantis.ts";
import { keycloak } from "./central/keycloak.ts";
import { keycloakDatabase } from "./central/keycloak-database.ts";
import { keycloakRealm } from "./central/keycloak-realm.ts";
import { vault } from "./central/vault.ts";
import { vaultMonitoring } from "./central/vault-monitoring.ts";
import { vaultRotation } from "./central/vault-rotation.ts";
import { vaultSignIn } from "./central/vault-sign-in.ts";
import { vaultSnapshots } from "./central/vault-snapshots.ts";
import { custodian } from "./cost/custodian.ts";
import { keda } from "./cost/keda.ts";
import { kubecost } from "./cost/kubecost.ts";
import { kubecostPrimary } from "./cost/kubecost-primary.ts";
import { opencost } from "./cost/opencost.ts";
import { databaseLogins } from "./data/database-logins.ts";
import { argoCd } from "./delivery/argo-cd.ts";
import { argoRollouts } from "./extensions/argo-rollouts.ts";
import { crossplane } from "./extensions/crossplane.ts";
import { crossplaneApis } from "./extensions/crossplane-apis.ts";
import { crossplaneProviders } from "./extensions/crossplane-providers.ts";
import { podinfo } from "./extensions/podinfo.ts";
import { pulumiOperator } from "./extensions/pulumi-operator.ts";
import { strimzi } from "./extensions/strimzi.ts";
import { awsLoadBalancerController } from "./foundation/aws-load-balancer-controller.ts";
import { azureAlbController } from "./foundation/azure-alb-controller.ts";
import { azureFront } from "./foundation/azure-front.ts";
import { cilium } from "./foundation/cilium.ts";
import { cloudflared } from "./foundation/cloudflared.ts";
import { ipMasq } from "./foundation/ip-masq.ts";
import { karpenter } from "./foundation/karpenter.ts";
import { metricsServer } from "./foundation/metrics-server.ts";
import { autoModePools } from "./foundation/node-pools.ts";
import { storage } from "./foundation/storage.ts";
import { verticalPodAutoscaler } from "./foundation/vertical-pod-autoscaler.ts";
import { istioBase, istioCni, istiod } from "./mesh/istio.ts";
import { istioCsr } from "./mesh/istio-csr.ts";
import { istioGateway } from "./mesh/istio-gateway.ts";
import { istioInternal } from "./mesh/istio-internal.ts";
import { istioPolicies } from "./mesh/istio-policies.ts";
import { karmada } from "./mesh/karmada.ts";
import { linkerdCni, linkerdControlPlane, linkerdCrds, linkerdMulticluster, trustBundle } from "./mesh/linkerd.ts";
import { istioAuthority, linkerdAuthority } from "./mesh/mesh-authority.ts";
import { datadog } from "./observability/datadog.ts";
import { grafana } from "./observability/grafana.ts";
import { kubePrometheusStack } from "./observability/kube-prometheus-stack.ts";
import { loki } from "./observability/loki.ts";
import { newrelic } from "./observability/newrelic.ts";
import { otelAgent } from "./observability/otel-agent.ts";
import { otelGateway } from "./observability/otel-gateway.ts";
import { otelOperator } from "./observability/otel-operator.ts";
import { tempo } from "./observability/tempo.ts";
import { thanos } from "./observability/thanos.ts";
import { thanosGlobal } from "./observability/thanos-global.ts";
import { chaosMesh } from "./recovery/chaos-mesh.ts";
import { restoreDrill } from "./recovery/restore-drill.ts";
import { velero } from "./recovery/velero.ts";
import { certManager } from "./security/cert-manager.ts";
import { externalDns } from "./security/external-dns.ts";
import { externalSecrets } from "./security/external-secrets.ts";
import { kyverno } from "./security/kyverno.ts";
import { kyvernoPolicies } from "./security/kyverno-policies.ts";
import { tetragon } from "./security/tetragon.ts";
import { vaultSecretsOperator } from "./security/vault-secrets-operator.ts";

/** Every add-on the platform knows, by group. A new one is a file and a line here. */
export const catalog: readonly Addon[] = [
  ...[awsLoadBalancerController, cilium, cloudflared, ipMasq, karpenter, metricsServer, autoModePools, storage, verticalPodAutoscaler],
  ...[azureAlbController, azureFront],
  ...[certManager, externalDns, externalSecrets, kyvernoPolicies, kyverno, tetragon, vaultSecretsOperator],
  ...[databaseLogins],
  ...[argoCd],
  ...[atlantis, keycloakDatabase, keycloakRealm, keycloak, vault, vaultMonitoring, vaultRotation, vaultSignIn, vaultSnapshots],
  ...[
    istioCsr,
    istioGateway,
    istioInternal,
    istioPolicies,
    istioBase,
    istioCni,
    istiod,
    karmada,
    linkerdCrds,
    linkerdCni,
    trustBundle,
    linkerdControlPlane,
    linkerdMulticluster,
    istioAuthority,
    linkerdAuthority,
  ],
  ...[datadog, grafana, kubePrometheusStack, loki, newrelic, otelAgent, otelGateway, otelOperator, tempo, thanosGlobal, thanos],
  ...[chaosMesh, restoreDrill, velero],
  ...[custodian, keda, kubecostPrimary, kubecost, opencost],
  ...[argoRollouts, crossplaneApis, crossplaneProviders, crossplane, podinfo, pulumiOperator, strimzi],
];

/** Their names, for the configuration to be checked against. */
export const addonNames: readonly string[] = catalog.map(({ name }) => name);
