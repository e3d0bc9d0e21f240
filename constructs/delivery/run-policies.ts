import { Policy } from "@cdktf/provider-tfe/lib/policy";
import { PolicySet } from "@cdktf/provider-tfe/lib/policy-set";
import { ProjectPolicySet } from "@cdktf/provider-tfe/lib/project-policy-set";
import { TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import type { Projects } from "./projects.ts";

/** Rules of `policies/terraform/`, by file: Rego over plans, each a package of the file's name that gives `deny`. */
export const planRules = {
  aws: "What is on AWS is encrypted, logged, protected, and trusts no more than it must",
  azure: "What is on Azure is encrypted, logged, protected, and trusts no more than it must",
  cloudflare: "What Cloudflare answers is encrypted on every way, and has somewhere to go",
  clusters: "Charts come as they are known, and namespaces say what may happen in them",
  cost: "Machines and disks are of today's kinds, logs end, and what is old in buckets becomes cheaper",
  development: "Development pays for no availability that nobody waits for",
  exposure: "Nothing becomes reachable from all of the internet",
  gcp: "What is on Google Cloud is encrypted, logged, protected, and trusts no more than it must",
  github: "Repositories are private, looked through for secrets, and changed by two people",
  iam: "Roles on AWS trust whom they name, and policies allow what they name",
  leases: "What Vault lends is over within a day",
  stateful: "What keeps data, keys, addresses or trust is neither destroyed nor replaced",
  tagging: "Everything that can carry tags says whose it is",
  vault: "Vault lets in whom it knows, to what is needed, and keeps a record",
  workspaces: "Runs are approved, watched for drift, share no state with everybody, and have no keys of clouds",
} as const;
type PlanRule = keyof typeof planRules;

export interface RunPoliciesProps {
  readonly projects: Projects;
  /** Environments where a run stops at what a rule finds, until an administrator overrides it. */
  readonly enforced: readonly string[];
  /** Environments where it is only shown. */
  readonly shown: readonly string[];
}

/** The rules over every plan. Attached to projects: other projects of the organization are none of this stack's business. */
export class RunPolicies extends Construct {
  private readonly sources: Readonly<Record<PlanRule, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RunPoliciesProps,
  ) {
    super(scope, id);
    const rules = Object.keys(planRules) as PlanRule[];
    this.sources = Object.fromEntries(rules.map((rule) => [rule, this.source(rule)])) as Record<PlanRule, string>;
    this.set("Enforced", "mandatory", props.enforced);
    this.set("Shown", "advisory", props.shown);
  }

  /** The rule as an expression that reads it from the stack's own folder, the only one that a remote run is given. */
  private source(rule: PlanRule): string {
    const { path } = new TerraformAsset(this, `${constructId(rule)}Rule`, { path: `policies/terraform/${rule}.rego` });
    return `\${file("\${path.module}/${path}")}`;
  }

  private set(id: string, mode: "mandatory" | "advisory", environments: readonly string[]): void {
    if (environments.length === 0) return;
    const policies = (Object.keys(planRules) as PlanRule[]).map((rule) => this.policy(id, mode, rule));
    const set = new PolicySet(this, id, {
      name: `plans-${id.toLowerCase()}`,
      description: `Rules over plans, ${mode}`,
      kind: "opa",
      // Not pinned: an organization offers its own list of OPA versions. The rules mean the same in all of them since 0.59.
      agentEnabled: true,
      global: false,
      overridable: mode === "mandatory",
      policyIds: policies.map((policy) => policy.id),
    });
    for (const environment of environments) {
      const projectId = this.props.projects.idOf(environment);
      new ProjectPolicySet(this, `${id}${constructId(environment)}`, { policySetId: set.id, projectId });
    }
  }

  private policy(set: string, mode: "mandatory" | "advisory", rule: PlanRule): Policy {
    return new Policy(this, `${set}${constructId(rule)}`, {
      name: `${rule}-${set.toLowerCase()}`,
      description: planRules[rule],
      kind: "opa",
      query: `data.terraform.${rule}.deny`,
      enforceMode: mode,
      policy: this.sources[rule],
    });
  }
}
