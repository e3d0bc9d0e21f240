import { argumentOf, blocksOf } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** How a database stands by in another zone: the argument, and what it says then. */
const standbys: Readonly<Record<string, readonly [argument: string, ...values: readonly Json[]]>> = {
  aws_db_instance: ["multi_az", true, "true"],
  google_sql_database_instance: ["settings.availability_type", "REGIONAL"],
  azurerm_mssql_database: ["zone_redundant", true, "true"],
  azurerm_postgresql_flexible_server: ["high_availability.mode", "SameZone", "ZoneRedundant"],
  azurerm_mysql_flexible_server: ["high_availability.mode", "SameZone", "ZoneRedundant"],
};

function standby(subject: Subject): Finding[] {
  // A cluster of this kind is one writer and two standbys; Aurora has none unless instances are added.
  if (subject.type === "aws_rds_cluster")
    return unless(subject, "db_cluster_instance_class", (got) => got === undefined, "no Multi-AZ cluster");
  const [argument = "", ...values] = standbys[subject.type] ?? [];
  return unless(subject, argument, (got) => got === undefined || !values.includes(got), "no standby");
}

/** Every gateway after the stack's first: a place in development has one. */
function furtherGateway(subject: Subject): Finding[] {
  const [first] = subject.stack.ofType(subject.type);
  return first === subject ? [] : [{ got: `beside ${first?.address}`, wanted: "one NAT gateway in a place" }];
}

const isSystemTaint = (taint: Json | undefined): boolean => /CriticalAddonsOnly|gke-managed-components/.test(JSON.stringify(taint ?? null));

/** Where a pool says that its nodes can be taken away, that it is for the cluster's own programs, and how small it gets. */
interface Pool {
  readonly spot: readonly [argument: string, value: Json];
  isSystem(subject: Subject): boolean;
  readonly least: string;
}

const pools: Readonly<Record<string, Pool>> = {
  aws_eks_node_group: {
    spot: ["capacity_type", "SPOT"],
    isSystem: (subject) => isSystemTaint(argumentOf(subject, "taint") && blocksOf(subject, "taint")),
    least: "scaling_config.min_size",
  },
  azurerm_kubernetes_cluster_node_pool: {
    spot: ["priority", "Spot"],
    isSystem: (subject) => argumentOf(subject, "mode") === "System",
    least: "min_count",
  },
  google_container_node_pool: {
    spot: ["node_config.spot", true],
    isSystem: (subject) => isSystemTaint(blocksOf({ attributes: blocksOf(subject, "node_config")[0] ?? {} }, "taint")),
    least: "autoscaling.total_min_node_count",
  },
};

/** Nodes at the full price that never go. A cluster's only pool has to carry what the cluster needs itself. */
function steadyNodes(subject: Subject): Finding[] {
  const pool = pools[subject.type];
  if (pool === undefined || pool.isSystem(subject) || subject.stack.ofType(subject.type).length === 1) return [];
  const [argument, spot] = pool.spot;
  const got = argumentOf(subject, argument);
  const goesToNone = argumentOf(subject, pool.least) === 0;
  return got === spot || goesToNone ? [] : [{ argument, got, wanted: `${JSON.stringify(spot)}, or ${pool.least} 0` }];
}

function unless(subject: Subject, argument: string, isFine: (got: Json | undefined) => boolean, wanted: string): Finding[] {
  const got = argumentOf(subject, argument);
  return isFine(got ?? undefined) ? [] : [{ argument, got, wanted }];
}

const inDev = ({ stack }: Subject): boolean => stack.facts.environment === "dev";

const gateways = ["aws_nat_gateway", "azurerm_nat_gateway"];

/** Development pays for no availability that nobody waits for. */
const smallDev: Policy = {
  id: "C-01",
  title: "dev has no standby of a database, one NAT gateway in a place, and spot nodes beyond the system pool",
  severity: "medium",
  remedy: "use the preset single (ha: single), which is made for dev, and take away what overrides it in config/environments/dev.yaml",
  appliesTo: [...Object.keys(standbys), "aws_rds_cluster", ...gateways, ...Object.keys(pools)],
  judge: (subject) => {
    if (!inDev(subject)) return [];
    if (gateways.includes(subject.type)) return furtherGateway(subject);
    return subject.type in pools ? steadyNodes(subject) : standby(subject);
  },
};

/** Links cost by the hour whether used or not: those of development are asked for. */
const linkedDev: Policy = {
  id: "C-08",
  title: "dev has links to other places only where the configuration asks for them",
  severity: "medium",
  remedy: "take the link away, or set interconnect: true in config/environments/dev.yaml",
  appliesTo: [
    ...["aws_ec2_transit_gateway", "aws_ec2_transit_gateway_peering_attachment", "aws_vpn_gateway", "aws_vpn_connection", "aws_dx_*"],
    ...["google_compute_ha_vpn_gateway", "google_compute_vpn_gateway", "google_compute_vpn_tunnel"],
    ...["google_compute_interconnect", "google_compute_interconnect_attachment"],
    ...["azurerm_virtual_network_gateway", "azurerm_virtual_network_gateway_connection", "azurerm_vpn_gateway", "azurerm_virtual_hub"],
    ...["azurerm_express_route_*"],
  ],
  judge: (subject) =>
    inDev(subject) && subject.stack.facts.isLinked !== true
      ? [{ got: subject.type, wanted: "nothing between places unless interconnect is asked for" }]
      : [],
};

/** What development may not cost. */
export const devCostPolicies: readonly Policy[] = [smallDev, linkedDev];
