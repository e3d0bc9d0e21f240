import { Fn } from "cdktf";
import type { Addon, AddonContext, Manifest } from "../addon.ts";

/**
 * GKE runs the agent where pods' addresses are outside of 10.0.0.0/8, and lets pods keep them towards all private ranges unless
 * told otherwise: https://cloud.google.com/kubernetes-engine/docs/concepts/ip-masquerade-agent
 */
const settings = ({ network }: AddonContext): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "ip-masq-agent", namespace: "kube-system" },
  data: {
    config: [
      // Inside the place the firewall knows pods by their addresses.
      `nonMasqueradeCIDRs: [${network.cidr}, ${Fn.join(", ", network.podCidrs)}]`,
      // The metadata server must see which pod asks.
      "masqLinkLocal: false",
      "resyncInterval: 60s",
      "",
    ].join("\n"),
  },
});

/** Pods' ranges repeat in other places and are announced to none, so answers from there reach nodes' addresses only. */
export const ipMasq: Addon = {
  name: "ip-masq",
  purpose: "Lets pods leave the place with their node's address, which other places can answer",
  namespace: "kube-system",
  appliesTo: ({ place }) => place.cloud === "gcp",
  delivery: "terraform",
  resources: (context) => [settings(context)],
};
