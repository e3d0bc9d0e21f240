import { Construct } from "constructs";
import { type PeopleGroup, type SignInApplication, signInApplications, vaultClientId } from "../sso/applications.ts";
import type { SignIn } from "../sso/sign-in.ts";
import type { Vault } from "./contract.ts";
import { ClusterPolicies } from "./estate-consumers.ts";
import { EstateGuards } from "./estate-guards.ts";
import { EstateMounts } from "./estate-mounts.ts";
import { EstateRoot } from "./estate-root.ts";
import { type VaultPlace, vaultAddress } from "./facts.ts";
import { GithubTrust } from "./github-trust.ts";
import { People } from "./people.ts";
import { TerraformTrust } from "./terraform-trust.ts";

/** What Vault holds for the whole estate is made from. */
export interface EstateVaultProps {
  readonly domain: string;
  readonly terraform: { readonly hostname: string; readonly organization: string };
  /** HCP Terraform's project of each environment. */
  readonly projects: Readonly<Record<string, string>>;
  /** The repository whose jobs may sign in, and the host that signs their tokens. */
  readonly github: { readonly owner: string; readonly repository: string; readonly tokenHost: string };
  /** Names of people's groups. */
  readonly groups: Readonly<Record<PeopleGroup, string>>;
  readonly signIn: SignIn;
  /** Every place. */
  readonly places: readonly VaultPlace[];
  /** The one that Vault runs in. */
  readonly central: VaultPlace;
}

/** Vault, as the identity provider knows it; of other programs' addresses, which depend on more, nothing is used. */
function application({ domain, central, places }: EstateVaultProps): SignInApplication {
  const found = signInApplications({ domain, central, places, accessTeam: "" }).find(({ clientId }) => clientId === vaultClientId);
  if (found === undefined) throw new Error(`vault: ${vaultClientId} is not among the applications people sign in to; add it there`);
  return found;
}

/** What is in Vault for all environments: what is mounted, who may do what, and how runs, jobs and people sign in. */
export class EstateVault extends Construct implements Vault {
  readonly secretsMount: string;
  readonly rootMount: string;
  readonly databasesMount: string;

  constructor(scope: Construct, id: string, props: EstateVaultProps) {
    super(scope, id);
    const { domain, terraform, projects, github, groups, signIn, places, central } = props;
    const address = vaultAddress(domain);
    const environments = Object.keys(projects);
    const { secrets, root, databases } = new EstateMounts(this, "Mounts");
    this.secretsMount = secrets;
    this.rootMount = root;
    this.databasesMount = databases;
    new EstateRoot(this, "Root", { backend: root, domain, vaultAddress: address });
    const runs = new TerraformTrust(this, "Terraform", { terraform, projects, places, central });
    const jobs = new GithubTrust(this, "Github", { github, environments, vaultAddress: address });
    const people = new People(this, "People", { groups, application: application(props), signIn, environments, places });
    new ClusterPolicies(this, "Clusters", { places });
    new EstateGuards(this, "Guards", { signInPaths: { terraform: runs.path, github: jobs.path, people: people.path } });
  }
}
