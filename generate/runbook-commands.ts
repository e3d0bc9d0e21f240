import type { ConfiguredPlace } from "../config/places.ts";
import { nameOf } from "../constructs/naming.ts";
import { accountOf, type Place, placeIn } from "../constructs/place.ts";

/** How a database's copy in another region is asked and promoted by hand. */
export interface ReplicaCommands {
  /** What the cloud calls what is written to now. */
  readonly name: string;
  /** How far behind the copy is. */
  readonly lag: readonly string[];
  readonly promote: readonly string[];
}

/**
 * The commands for a place with a database and a `dr` region. The names are the ones of `constructs/database`, which a test holds them to.
 */
export function replicaCommands({ place, settings }: ConfiguredPlace): ReplicaCommands {
  const dr = settings.dr as string;
  if (place.cloud === "aws") return settings.database.kind === "aurora-postgresql" ? aurora(place, dr) : rds(place, dr);
  if (place.cloud === "gcp") return cloudSql(place, dr);
  return settings.database.kind === "postgresql" ? azurePostgres(place, dr) : azureSql(place, dr);
}

function rds(place: Place, dr: string): ReplicaCommands {
  const standby = nameOf("aws:DbInstance", place.shortName, "app", "standby");
  return {
    name: nameOf("aws:DbInstance", place.shortName, "app"),
    lag: [`aws rds describe-db-instances --region ${dr} --db-instance-identifier ${standby} --query 'DBInstances[0].StatusInfos'`],
    promote: [`aws rds promote-read-replica --region ${dr} --db-instance-identifier ${standby}`],
  };
}

function aurora(place: Place, dr: string): ReplicaCommands {
  const name = nameOf("aws:DbInstance", place.shortName, "app");
  const standby = nameOf("aws:DbInstance", place.shortName, "app", "standby");
  const { accountId } = accountOf(place, "aws");
  return {
    name,
    lag: [`aws rds describe-global-clusters --region ${dr} --query "GlobalClusters[].GlobalClusterMembers"`],
    promote: [
      `aws rds remove-from-global-cluster --region ${dr} --global-cluster-identifier ${name} --db-cluster-identifier arn:aws:rds:${dr}:${accountId}:cluster:${standby}`,
    ],
  };
}

function cloudSql(place: Place, dr: string): ReplicaCommands {
  const { projectId } = accountOf(place, "gcp");
  const standby = nameOf("gcp:SqlDatabaseInstance", placeIn(place, dr).name, "app-dr", place.suffix);
  return {
    name: nameOf("gcp:SqlDatabaseInstance", place.name, "app", place.suffix),
    lag: [`gcloud sql instances describe ${standby} --project ${projectId} --format "value(replicaConfiguration, state)"`],
    promote: [`gcloud sql instances promote-replica ${standby} --project ${projectId}`],
  };
}

function azureSql(place: Place, dr: string): ReplicaCommands {
  const region = placeIn(place, dr);
  const group = nameOf("azure:MssqlServer", place.shortName, "app-group", place.suffix);
  const server = nameOf("azure:MssqlServer", region.shortName, "app", region.suffix);
  const shared = `--subscription ${accountOf(place, "azure").subscriptionId} --resource-group ${nameOf("azure:ResourceGroup", region.name, "database-dr")} --server ${server} --name ${group}`;
  return {
    name: nameOf("azure:MssqlServer", place.shortName, "app", place.suffix),
    lag: [`az sql failover-group show ${shared} --query "{role: replicationRole, state: replicationState}"`],
    promote: [`az sql failover-group set-primary ${shared}`],
  };
}

function azurePostgres(place: Place, dr: string): ReplicaCommands {
  const region = placeIn(place, dr);
  const server = nameOf("azure:PostgresqlFlexibleServer", region.shortName, "app", region.suffix);
  const group = nameOf("azure:ResourceGroup", region.name, "database-dr");
  const shared = `--subscription ${accountOf(place, "azure").subscriptionId} --resource-group ${group} --name ${server}`;
  return {
    name: nameOf("azure:PostgresqlFlexibleServer", place.shortName, "app", place.suffix),
    lag: [`az postgres flexible-server show ${shared} --query "replica"`],
    promote: [`az postgres flexible-server replica promote ${shared} --promote-mode standalone --promote-option forced`],
  };
}
