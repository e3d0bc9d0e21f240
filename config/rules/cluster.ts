import { isCidr, prefixOf } from "../cidr.ts";
import { placesOf } from "../places.ts";
import { type Finding, type Rule, shown } from "../problems.ts";

const widest = 8;

/** The API server is open to named networks, never to the internet. */
export const apiAllowlist: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings: { cluster }, path }) =>
    cluster.apiAllowlist.flatMap((cidr, index): Finding[] => {
      const at = [...path, "cluster", "apiAllowlist", String(index)];
      if (!isCidr(cidr)) return [{ path: at, got: shown(cidr), rule: "is not an ipv4 block", remedy: "write it like 198.51.100.0/24" }];
      if (prefixOf(cidr) >= widest) return [];
      const remedy = "list the networks people come from, or none to keep the server private";
      return [{ path: at, got: cidr, rule: "opens the api server to the internet", remedy }];
    }),
  );

/** Cilium is added on EKS only: GKE and AKS bring their own. */
export const ciliumOnAwsOnly: Rule = (estate) =>
  placesOf(estate)
    .filter(({ place, settings }) => place.cloud !== "aws" && settings.cluster.cilium !== "off")
    .map(({ place, settings, path }) => ({
      path: [...path, "cluster", "cilium"],
      got: settings.cluster.cilium,
      rule: `is for aws; the network of ${place.cloud}'s clusters is cilium already`,
      remedy: "use off",
    }));

/** EKS Auto Mode is EKS's, and its nodes accept no other network plugin. */
export const managedCompute: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, settings: { cluster }, path }): Finding[] => {
    if (cluster.compute !== "managed") return [];
    const at = { path: [...path, "cluster", "compute"], got: "managed" };
    if (place.cloud !== "aws") return [{ ...at, rule: `is eks auto mode, and the place is on ${place.cloud}`, remedy: "use pools" }];
    if (cluster.cilium === "off") return [];
    const involves = [[...path, "cluster", "cilium"]];
    return [{ ...at, rule: `excludes cilium: ${cluster.cilium}`, remedy: "add cilium: off, or use pools", involves }];
  });

/** Pools have room to grow, and some node pool starts out with nodes. */
export const poolSizes: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings: { cluster }, path }) =>
    (["system", "general", "spot"] as const).flatMap((name): Finding[] => {
      const { min, max } = cluster.pools[name];
      const at = [...path, "cluster", "pools", name];
      if (max < 1) return [{ path: [...at, "max"], got: "0 nodes", rule: "is no pool", remedy: "use 1 or more" }];
      if (min <= max) return [];
      return [{ path: at, got: `min ${min}`, rule: `is more than max (${max})`, remedy: `use ${min} or more for max`, involves: [at] }];
    }),
  );

/**
 * The platform's own pods have nodes to run on: one, or with high availability three, one per zone, so that losing a zone
 * leaves two for what needs a majority or a second copy (DNS, webhooks, Karpenter).
 */
export const systemNodes: Rule = (estate) =>
  placesOf(estate).flatMap(({ settings: { cluster }, path }) => {
    const least = cluster.highAvailability ? 3 : 1;
    const { min } = cluster.pools.system;
    if (cluster.compute === "managed" || min >= least) return [];
    const why = cluster.highAvailability ? "one per zone, with high availability" : "for what the platform itself runs";
    return [
      {
        path: [...path, "cluster", "pools", "system", "min"],
        got: `${min} system nodes`,
        rule: `is less than ${least}, ${why}`,
        remedy: `use ${least} or more`,
        involves: [[...path, "cluster", "highAvailability"]],
      },
    ];
  });

/** The region has machines of the architecture. */
export const poolArchitecture: Rule = (estate) =>
  placesOf(estate).flatMap(({ place, settings: { cluster }, path }) => {
    if (place.regionFacts.arm) return [];
    return Object.entries(cluster.pools)
      .filter(([, { arch }]) => arch === "arm64")
      .map(([name]) => ({
        path: [...path, "cluster", "pools", name, "arch"],
        got: "arm64",
        rule: `is not offered in ${place.region}`,
        remedy: "use amd64",
      }));
  });
