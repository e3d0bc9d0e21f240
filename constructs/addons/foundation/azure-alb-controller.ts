import { type Addon, type AddonContext, type AddonFacts, replicas, type Values } from "../addon.ts";
import { systemTolerations, usesLinkerd } from "../mesh/mesh-facts.ts";

const namespace = "azure-alb-system";

/** Whether the place has a web load balancer of Azure's, and so what tells it what to do. */
export const hasAzureFront = ({ place, ingressMode }: AddonFacts): boolean => place.cloud === "azure" && ingressMode === "l7-native";

const values = (context: AddonContext, clientId: string): Values => ({
  albController: {
    namespace,
    podIdentity: { clientID: clientId },
    // Linkerd brings the same kinds.
    installGatewayApiCRDs: !usesLinkerd(context),
    controller: {
      replicaCount: replicas(context),
      resource: { requests: { cpu: "100m", memory: "200Mi" }, limits: { memory: "400Mi" } },
      tolerations: systemTolerations,
    },
  },
});

/** Tells the place's Application Gateway for Containers what objects of the cluster say of it. */
export const azureAlbController: Addon = {
  name: "azure-alb-controller",
  purpose: "Keeps the place's web load balancer as objects of the cluster describe it",
  namespace,
  chart: {
    repository: "oci://mcr.microsoft.com/application-lb/charts",
    name: "alb-controller",
    version: "1.12.1",
    source: "https://learn.microsoft.com/azure/application-gateway/for-containers/alb-controller-release-notes",
  },
  appliesTo: hasAzureFront,
  after: ["linkerd-crds"],
  delivery: "terraform",
  identity: ({ ingress, network }) => ({
    name: "alb",
    // The chart calls it so, whatever its values.
    serviceAccount: "alb-controller-sa",
    grants: [{ may: "ingress:bind", balancerId: ingress.bindingId, firewallId: ingress.bindingScope, networkId: network.networkId }],
  }),
  values: (context, { serviceAccountAnnotations }) => values(context, serviceAccountAnnotations["azure.workload.identity/client-id"] ?? ""),
};
