import { JwtAuthBackend } from "@cdktf/provider-vault/lib/jwt-auth-backend";
import { JwtAuthBackendRole } from "@cdktf/provider-vault/lib/jwt-auth-backend-role";
import { Policy } from "@cdktf/provider-vault/lib/policy";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { estateRules } from "./estate-rules.ts";
import { type VaultPlace, vaultAudience, vaultAuthPath, vaultRole } from "./facts.ts";
import { policyText, type Rule, readOnly } from "./policy.ts";
import { environmentRules } from "./terraform-rules.ts";

export interface TerraformTrustProps {
  readonly terraform: { readonly hostname: string; readonly organization: string };
  /** HCP Terraform's project of each environment. */
  readonly projects: Readonly<Record<string, string>>;
  readonly places: readonly VaultPlace[];
  /** Where Vault runs: its environment's runs make what all environments share. */
  readonly central: VaultPlace;
}

const phases = ["plan", "apply"] as const;
type Phase = (typeof phases)[number];

/** Seconds a run's token is good for, and how far HCP Terraform may renew it: a long run of a stack of Vault's takes minutes. */
const lifetime = { first: 20 * 60, renewedUpTo: 60 * 60 } as const;

/** What places' names begin with, in an environment with or without any: `acme-prod-`. */
const prefixOf = ({ id, name }: VaultPlace, environment: string): string => `${name.slice(0, name.length - id.length)}${environment}-`;

/** HCP Terraform's runs sign in with a token of their own, as the environment's role for the phase; only the phase that applies may write. */
export class TerraformTrust extends Construct {
  /** Path of the method. */
  readonly path: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TerraformTrustProps,
  ) {
    super(scope, id);
    const issuer = `https://${props.terraform.hostname}`;
    const backend = new JwtAuthBackend(this, "Resource", {
      path: vaultAuthPath,
      type: "jwt",
      description: "Runs of HCP Terraform",
      oidcDiscoveryUrl: issuer,
      boundIssuer: issuer,
      tune: [{ defaultLeaseTtl: "20m", maxLeaseTtl: "1h", tokenType: "service" }],
      // With it every role would go by which runs get in.
      lifecycle: { preventDestroy: true },
    });
    this.path = backend.path;
    for (const [environment, project] of Object.entries(props.projects)) {
      const rules = this.rules(environment);
      for (const phase of phases) this.role(environment, project, phase, phase === "plan" ? readOnly(rules) : rules);
    }
  }

  private rules(environment: string): Rule[] {
    const { places, central } = this.props;
    const own = environmentRules({
      environment,
      prefix: prefixOf(central, environment),
      places: places.filter((place) => place.environment === environment),
    });
    return environment === central.environment ? [...estateRules, ...own] : own;
  }

  private role(environment: string, project: string, phase: Phase, rules: Rule[]): void {
    const name = vaultRole(environment, phase);
    const id = constructId(`${environment}-${phase}`);
    const policy = new Policy(this, `${id}Policy`, { name, policy: policyText(rules) });
    new JwtAuthBackendRole(this, id, {
      backend: this.path,
      roleName: name,
      roleType: "jwt",
      userClaim: "terraform_full_workspace",
      boundAudiences: [vaultAudience],
      boundClaimsType: "string",
      boundClaims: {
        terraform_organization_name: this.props.terraform.organization,
        terraform_project_name: project,
        terraform_run_phase: phase,
      },
      // Vault's default policy stays: by it HCP Terraform looks the token up, renews it and gives it back.
      tokenPolicies: [policy.name],
      tokenTtl: lifetime.first,
      tokenMaxTtl: lifetime.renewedUpTo,
    });
  }
}
