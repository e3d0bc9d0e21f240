import type { Construct } from "constructs";
import { AzurePostgresql } from "./azure-postgresql.ts";
import { AzureSqlServer } from "./azure-sql-server.ts";
import type { Database, DatabaseProps } from "./contract.ts";

/** The database of the kind that is asked for, where Azure has it. */
export function azureDatabase(scope: Construct, id: string, props: DatabaseProps): Database {
  switch (props.kind) {
    case "sqlserver":
      return new AzureSqlServer(scope, id, props);
    case "postgresql":
      return new AzurePostgresql(scope, id, props);
    case "aurora-postgresql":
      throw new Error(`database ${props.place.id}: kind is aurora-postgresql; azure has sqlserver and postgresql; Aurora is AWS's alone`);
  }
}
