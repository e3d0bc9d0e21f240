import type { NodePool, Size } from "../../cluster/contract.ts";
import type { Place } from "../../place.ts";
import { tagsFor } from "../../tags.ts";
import type { AddonContext, Manifest } from "../addon.ts";

/** Where the add-ons run that other nodes need: these are the only nodes there are at first. */
export const systemTolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];

/** CPUs of a node, as the other clouds' pools have them. */
const cpus: Record<Size, number> = { s: 2, m: 4, l: 8 };

/** A class of nodes, and what it calls the properties of instance types. */
export interface NodeClassFacts {
  readonly group: "karpenter.k8s.aws" | "eks.amazonaws.com";
  readonly kind: "EC2NodeClass" | "NodeClass";
  readonly name: string;
  /** Taints that go once the node is ready for pods. @default none */
  readonly startupTaints?: readonly Readonly<Record<string, string>>[];
}

/** Finds subnets and security groups: the workload group and EKS's own have the cluster's name in this tag. */
const discovery = ({ name }: Place) => [{ tags: { "karpenter.sh/discovery": name } }];

/** What both kinds of class say alike. */
export const classSpec = ({ place, cluster, tags }: AddonContext) => ({
  role: cluster.nodeIdentity,
  subnetSelectorTerms: discovery(place),
  securityGroupSelectorTerms: discovery(place),
  // Instances are made by the controller, out of reach of the stack's tags.
  tags: tagsFor("aws", tags),
});

/** The pools `general` and `spot`, which bring nodes when pods wait and take them away when they are not needed: none is kept for `min`. */
export const nodePools = ({ place, pools }: AddonContext, nodeClass: NodeClassFacts): Manifest[] => [
  nodePool(place, "general", pools.general, nodeClass),
  nodePool(place, "spot", pools.spot, nodeClass),
];

function nodePool(
  place: Place,
  name: "general" | "spot",
  pool: NodePool,
  { group, kind, name: className, startupTaints }: NodeClassFacts,
): Manifest {
  const prefix = `platform.${place.organization}.io`;
  const cpu = pool.max * cpus[pool.size];
  return {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name },
    spec: {
      // Pods that tolerate spot nodes get these, if there are any.
      weight: pool.spot ? 50 : 10,
      // As much as `max` nodes of the size have; memory-heavy ones have 8 GiB per CPU.
      limits: { cpu: String(cpu), memory: `${8 * cpu}Gi` },
      disruption: { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "2m", budgets: [{ nodes: "10%" }] },
      template: {
        metadata: { labels: { [`${prefix}/pool`]: name } },
        spec: {
          nodeClassRef: { group, kind, name: className },
          // Nodes are replaced before their image is old; Auto Mode allows 21 days, and a day for the pods to leave.
          expireAfter: "336h",
          terminationGracePeriod: "24h",
          ...(pool.spot && { taints: [{ key: `${prefix}/spot`, value: "true", effect: "NoSchedule" }] }),
          ...(startupTaints && { startupTaints }),
          requirements: requirements(pool, group),
        },
      },
    },
  };
}

/** Many types for spot, since interruptions come by type; two sizes otherwise. Generations from 6 on are Nitro's, encrypted on the way. */
function requirements({ size, arch, spot }: NodePool, group: NodeClassFacts["group"]): Readonly<Record<string, unknown>>[] {
  const sizes = spot ? [1, 2, 4] : [1, 2];
  const within = (key: string, ...values: string[]) => ({ key, operator: "In", values });
  return [
    within("kubernetes.io/os", "linux"),
    within("kubernetes.io/arch", arch),
    within("karpenter.sh/capacity-type", spot ? "spot" : "on-demand"),
    within(`${group}/instance-category`, "c", "m", "r"),
    { key: `${group}/instance-generation`, operator: "Gt", values: ["5"] },
    within(`${group}/instance-cpu`, ...sizes.map((times) => String(times * cpus[size]))),
  ];
}
