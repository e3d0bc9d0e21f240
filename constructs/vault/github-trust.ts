import { JwtAuthBackend } from "@cdktf/provider-vault/lib/jwt-auth-backend";
import { JwtAuthBackendRole } from "@cdktf/provider-vault/lib/jwt-auth-backend-role";
import { Policy } from "@cdktf/provider-vault/lib/policy";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { githubAuthPath, mounts } from "./facts.ts";
import { policyText } from "./policy.ts";

export interface GithubTrustProps {
  readonly github: { readonly owner: string; readonly repository: string; readonly tokenHost: string };
  readonly environments: readonly string[];
  /** `https://vault.example.com`: what jobs ask GitHub for a token for. */
  readonly vaultAddress: string;
}

/** Seconds a job's token is good for; a job that takes longer signs in anew. */
const LIFETIME = 15 * 60;

/** GitHub's jobs sign in as the environment they run in, and read what is kept for the pipelines of that environment. */
export class GithubTrust extends Construct {
  /** Path of the method. */
  readonly path: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubTrustProps,
  ) {
    super(scope, id);
    const issuer = `https://${props.github.tokenHost}`;
    const backend = new JwtAuthBackend(this, "Resource", {
      path: githubAuthPath,
      type: "jwt",
      description: "Jobs of GitHub Actions",
      oidcDiscoveryUrl: issuer,
      boundIssuer: issuer,
      tune: [{ defaultLeaseTtl: "15m", maxLeaseTtl: "15m", tokenType: "service" }],
      lifecycle: { preventDestroy: true },
    });
    this.path = backend.path;
    for (const environment of props.environments) this.role(environment);
  }

  private role(environment: string): void {
    const { owner, repository } = this.props.github;
    const name = `github-${environment}`;
    const subject = `repo:${owner}/${repository}:environment:${environment}`;
    const path = `${mounts.secrets}/data/${environment}/ci/*`;
    const policy = new Policy(this, `${constructId(environment)}Policy`, { name, policy: policyText([{ path, may: ["read"] }]) });
    new JwtAuthBackendRole(this, constructId(environment), {
      backend: this.path,
      roleName: name,
      roleType: "jwt",
      userClaim: "sub",
      boundAudiences: [this.props.vaultAddress],
      // With or without the repository's customized subject (`...:job_workflow_ref:...`). Vault takes either of what a comma parts.
      boundClaimsType: "glob",
      boundClaims: { sub: `${subject},${subject}:*`, repository: `${owner}/${repository}`, environment },
      tokenPolicies: [policy.name],
      tokenTtl: LIFETIME,
      tokenMaxTtl: LIFETIME,
    });
  }
}
