import type { Construct } from "constructs";
import { clusterContract } from "../constructs/cluster/contract.ts";
import { databaseContract } from "../constructs/database/contract.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { aliasOf } from "../constructs/place.ts";
import { ClusterAccess } from "../constructs/vault/cluster-access.ts";
import { vaultContract, vaultLoginContract } from "../constructs/vault/contract.ts";
import { DatabaseAccess } from "../constructs/vault/database-access.ts";
import { hasDatabase } from "../constructs/vault/database-engines.ts";
import { DatabaseLogin } from "../constructs/vault/database-login.ts";
import type { VaultPlace } from "../constructs/vault/facts.ts";
import { inMesh, MeshAuthority } from "../constructs/vault/mesh-authority.ts";
import { connectVault } from "../constructs/vault/provider.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** What an environment has in Vault. */
export interface VaultAccessInput {
  /** Of Vault. */
  readonly address: string;
  /** Its places. */
  readonly places: readonly VaultPlace[];
}

/** Without the environment, which is the stack's. */
const idOf = (place: VaultPlace): string => constructId(aliasOf(place.id));

/** The contract of where Vault's own login of a place's database is. */
export const loginOf = (place: VaultPlace) => vaultLoginContract.named(aliasOf(place.id).replaceAll("-", "_"));

/** How an environment's clusters sign in to Vault, who vouches for their workloads, and by what login Vault gets into its databases. */
export class VaultAccessStack extends PlatformStack<VaultAccessInput> {
  constructor(scope: Construct, spec: StackSpec<VaultAccessInput>) {
    super(scope, spec);
    connectVault(this);
    const vault = this.consume(vaultContract);
    for (const place of this.input.places) {
      const cluster = this.consume(clusterContract, `${place.id}-cluster`);
      new ClusterAccess(this, idOf(place), { place, cluster });
      if (inMesh(place)) new MeshAuthority(this, `${idOf(place)}Mesh`, { place, vault, vaultAddress: this.input.address });
      if (hasDatabase(place)) this.publish(loginOf(place), new DatabaseLogin(this, `${idOf(place)}Database`, { place, vault }));
    }
  }
}

/** How Vault makes logins of an environment's databases, once its own login is in them. */
export class DatabaseAccessStack extends PlatformStack<VaultAccessInput> {
  constructor(scope: Construct, spec: StackSpec<VaultAccessInput>) {
    super(scope, spec);
    connectVault(this);
    const vault = this.consume(vaultContract);
    for (const place of this.input.places.filter(hasDatabase)) {
      const [database, login] = [this.consume(databaseContract, `${place.id}-data`), this.consume(loginOf(place))];
      new DatabaseAccess(this, idOf(place), { place, database, vault, login });
    }
  }
}
