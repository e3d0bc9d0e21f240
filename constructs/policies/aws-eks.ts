import { argumentOf, atMost, equals, fits, ifSet, isEverywhere, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const appliesTo = ["aws_eks_cluster"];
const NETWORK = "vpc_config";

/** A public API server is for listed ranges; AWS lets in everybody where none is listed. */
function reach(cluster: Subject): Finding[] {
  const argument = `${NETWORK}.endpoint_public_access`;
  if (argumentOf(cluster, argument) === false) return equals(cluster, `${NETWORK}.endpoint_private_access`, true);
  const ranges = argumentOf(cluster, `${NETWORK}.public_access_cidrs`);
  const isNarrow = argumentOf(cluster, argument) === true && Array.isArray(ranges) && ranges.length > 0 && !isEverywhere(ranges);
  return isNarrow ? [] : [{ argument, got: argumentOf(cluster, argument), wanted: "false, or public_access_cidrs of those who need it" }];
}

const privateCluster: Policy = {
  id: "AWS-01",
  title: "The API server of an EKS cluster is not on the internet, or for listed ranges only",
  severity: "critical",
  remedy: "set endpoint_public_access false and endpoint_private_access true",
  reference: "CKV_AWS_39, CKV_AWS_38",
  appliesTo,
  judge: reach,
};

const encryptedCluster: Policy = {
  id: "AWS-02",
  title: "An EKS cluster encrypts its secrets with a customer key",
  severity: "high",
  remedy: "set encryption_config with resources [secrets]; it cannot be taken away again",
  reference: "CKV_AWS_58",
  appliesTo,
  judge: (cluster) => [
    ...isSet(cluster, "encryption_config.provider.key_arn", "a key of KMS"),
    ...fits(cluster, "encryption_config.resources", (got) => Array.isArray(got) && got.includes("secrets"), "[secrets]"),
  ],
};

const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

const loggedCluster: Policy = {
  id: "AWS-03",
  title: "An EKS cluster keeps all five logs of its control plane",
  severity: "high",
  remedy: `set enabled_cluster_log_types to ${logTypes.join(", ")}`,
  reference: "CKV_AWS_37",
  appliesTo,
  judge: (cluster) =>
    fits(
      cluster,
      "enabled_cluster_log_types",
      (got) => logTypes.every((type) => Array.isArray(got) && got.includes(type)),
      logTypes.join(", "),
    ),
};

const accessByEntries: Policy = {
  id: "AWS-04",
  title: "Who may do what in an EKS cluster is said by access entries; protected ones cannot be deleted by mistake",
  severity: "high",
  remedy: "set access_config, and deletion_protection in protected environments",
  appliesTo,
  judge: (cluster) => [
    ...equals(cluster, "access_config.authentication_mode", "API"),
    ...equals(cluster, "access_config.bootstrap_cluster_creator_admin_permissions", false),
    ...(cluster.stack.facts.isProtected ? equals(cluster, "deletion_protection", true) : []),
  ],
};

const isOff = (got: Json | undefined): boolean => got === "disabled";

const instanceMetadata: Policy = {
  id: "AWS-05",
  title: "Machines give their credentials to nobody who only gets a request through: IMDSv2, one hop",
  severity: "high",
  remedy: "set metadata_options: http_tokens required, http_put_response_hop_limit 1",
  reference: "CKV_AWS_79, CKV_AWS_341",
  appliesTo: ["aws_launch_template", "aws_instance"],
  judge: (template) =>
    isOff(argumentOf(template, "metadata_options.http_endpoint"))
      ? []
      : [
          ...equals(template, "metadata_options.http_tokens", "required"),
          ...atMost(template, "metadata_options.http_put_response_hop_limit", 1),
          ...ifSet(template, "metadata_options.instance_metadata_tags", ["disabled"]),
        ],
};

/** What EKS clusters and their machines are. */
export const eksPolicies: readonly Policy[] = [privateCluster, encryptedCluster, loggedCluster, accessByEntries, instanceMetadata];
