/** Namespace of everything that watches: agents in it read the nodes. */
export const namespace = "observability";

/** Class of the volumes that buffer what goes to the object store. */
export const storageClass = "block-standard";

/** What a container asks for, and the memory at which it is ended. Without a limit, processors that idle may be used. */
export const resources = (cpu: string, memory: string, memoryLimit: string) => ({
  requests: { cpu, memory },
  limits: { memory: memoryLimit },
});

/** Copies in different zones where there is room. @param labels of the pods to spread; none where the chart puts them in */
export const acrossZones = (labels?: Readonly<Record<string, string>>) => [
  {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "ScheduleAnyway",
    ...(labels && { labelSelector: { matchLabels: labels } }),
  },
];

/** Takes every taint: for what must be on all nodes. */
export const everyNode = [{ operator: "Exists" }];
