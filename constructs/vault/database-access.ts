import { DatabaseSecretBackendConnection } from "@cdktf/provider-vault/lib/database-secret-backend-connection";
import { DatabaseSecretBackendRole } from "@cdktf/provider-vault/lib/database-secret-backend-role";
import { DatabaseSecretBackendStaticRole } from "@cdktf/provider-vault/lib/database-secret-backend-static-role";
import { Construct } from "constructs";
import { AdminPassword } from "../database/admin-password.ts";
import { constructId } from "../delivery/construct-id.ts";
import type { Vault, VaultLogin } from "./contract.ts";
import { type DatabaseEndpoint, type DatabaseEngine, type DatabaseMay, type DatabasePlace, databaseEngines } from "./database-engines.ts";
import { databaseGroups, databaseName, databaseRole, type StaticLogin, staticRole } from "./facts.ts";
import { KeptLogin } from "./kept-login.ts";

export interface DatabaseAccessProps {
  readonly place: DatabasePlace;
  readonly database: DatabaseEndpoint;
  readonly vault: Pick<Vault, "databasesMount">;
  /** Vault's own, to get in with for the first time. */
  readonly login: VaultLogin;
}

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
const groups = Object.keys(databaseGroups) as DatabaseMay[];

/**
 * Lets Vault make logins of a place's database that end by themselves, and change the passwords of those that stay. Vault's own password
 * is changed by a job in the cluster, whereupon Vault alone knows it; so it is written once, when the connection is made. A connection
 * that is made anew needs a login that is made anew: the one kept in Vault, set again at the database.
 */
export class DatabaseAccess extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAccessProps) {
    super(scope, id);
    const { place } = props;
    const engine: DatabaseEngine = databaseEngines[place.engine];
    const connection = this.connection(props, engine);
    for (const may of groups) this.role(connection, place, engine, may);
    for (const stays of place.logins) this.loginThatStays(connection, place, engine, stays);
  }

  private connection({ place, database, vault, login }: DatabaseAccessProps, engine: DatabaseEngine): DatabaseSecretBackendConnection {
    const { password } = new KeptLogin(this, "Login", login);
    return new DatabaseSecretBackendConnection(this, "Resource", {
      backend: vault.databasesMount,
      name: databaseName(place.id),
      allowedRoles: [...groups.map((may) => databaseRole(place.id, may)), ...place.logins.map((stays) => staticRole(place.id, stays))],
      verifyConnection: true,
      ...engine.connection(database, password, AdminPassword.version),
    });
  }

  private role(connection: DatabaseSecretBackendConnection, { id }: DatabasePlace, engine: DatabaseEngine, may: DatabaseMay): void {
    new DatabaseSecretBackendRole(this, constructId(may), {
      backend: connection.backend,
      name: databaseRole(id, may),
      dbName: connection.name,
      creationStatements: engine.create(may),
      ...(engine.renew.length > 0 && { renewStatements: engine.renew }),
      revocationStatements: engine.revoke,
      defaultTtl: HOUR,
      maxTtl: DAY,
    });
  }

  /** A job in the cluster makes the login; Vault gives it its first password as soon as it knows it, so it must be there by then. */
  private loginThatStays(
    connection: DatabaseSecretBackendConnection,
    { id }: DatabasePlace,
    engine: DatabaseEngine,
    login: StaticLogin,
  ): void {
    new DatabaseSecretBackendStaticRole(this, constructId(login), {
      backend: connection.backend,
      name: staticRole(id, login),
      dbName: connection.name,
      username: login,
      rotationStatements: engine.rotate,
      rotationPeriod: DAY,
    });
  }
}
