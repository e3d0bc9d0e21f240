import { BinaryAuthorizationPolicy } from "@cdktf/provider-google/lib/binary-authorization-policy";
import { OrgPolicyPolicy } from "@cdktf/provider-google/lib/org-policy-policy";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import type { GcpServices } from "./gcp-services.ts";

export interface GcpGuardsProps extends AccountProps {
  readonly services: GcpServices;
}

/** Constraints that are on or off. https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints */
const enforced = [
  "compute.disableSerialPortAccess",
  "compute.requireOsLogin",
  "compute.requireShieldedVm",
  "iam.automaticIamGrantsForDefaultServiceAccounts",
  "iam.disableServiceAccountKeyCreation",
  "iam.disableServiceAccountKeyUpload",
  "sql.restrictPublicIp",
  "storage.publicAccessPrevention",
  "storage.uniformBucketLevelAccess",
];

/**
 * What nobody can do in the project, whatever their roles. Organization policies are changed by organization administrators
 * only: a run that has to change one is theirs to apply.
 */
export class GcpGuards extends Construct {
  constructor(scope: Construct, id: string, props: GcpGuardsProps) {
    super(scope, id);
    for (const constraint of enforced) this.forbid(constraint, { enforce: "TRUE" }, props);
    this.forbid("compute.vmExternalIpAccess", { denyAll: "TRUE" }, props);
    this.watchImages(props);
  }

  private forbid(constraint: string, rule: { enforce: string } | { denyAll: string }, { place, services }: GcpGuardsProps): void {
    const parent = `projects/${accountOf(place, "gcp").projectId}`;
    new OrgPolicyPolicy(this, idFrom(constraint), {
      name: `${parent}/policies/${constraint}`,
      parent,
      spec: { rules: [rule] },
      dependsOn: services.of("orgpolicy"),
    });
  }

  /**
   * The project's Binary Authorization policy, which its clusters enforce: images from unknown registries run and are logged.
   * Denying them is `ENFORCED_BLOCK_AND_AUDIT_LOG` here, once the log stays empty.
   */
  private watchImages({ place, regions, services }: GcpGuardsProps): void {
    const { projectId } = accountOf(place, "gcp");
    const own = regions.map((region) => `${region}-docker.pkg.dev/${projectId}`);
    const known = [...own, "registry.k8s.io", "quay.io", "ghcr.io", "public.ecr.aws", "docker.io"];
    new BinaryAuthorizationPolicy(this, "Images", {
      project: projectId,
      description: "images from registries the platform does not know are logged",
      // Google's own system images.
      globalPolicyEvaluationMode: "ENABLE",
      admissionWhitelistPatterns: known.map((registry) => ({ namePattern: `${registry}/**` })),
      defaultAdmissionRule: { evaluationMode: "ALWAYS_DENY", enforcementMode: "DRYRUN_AUDIT_LOG_ONLY" },
      dependsOn: services.of("binaryauthorization"),
    });
  }
}
