import { describe, expect, it } from "vitest";
import { at, blocks } from "../variants.ts";
import { all, one, stack, stackSpec, statements } from "./stacks.ts";

const id = "prod-aws-use1-cluster";
const prod = stack(id);
const dev = stack("dev-aws-use1-cluster");
const auto = stack(id, { compute: "managed" });
const cluster = one(prod, "aws_eks_cluster");
const policyOf = (json: typeof prod, role: string) => statements(all(json, "aws_iam_role_policy")[`${role}_Policy`]?.policy);

describe("the control plane", () => {
  it("AWS-01: is private, and open to the listed networks only where some are listed", () => {
    expect(at(cluster, "vpc_config.0")).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
    const listed = stack("dev-aws-use1-cluster", { apiAllowlist: ["203.0.113.0/24"] });
    expect(at(one(listed, "aws_eks_cluster"), "vpc_config.0")).toMatchObject({
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.0/24"],
    });
  });

  it("AWS-02, AWS-03: encrypts secrets under its own key and writes all five logs, encrypted and kept", () => {
    expect(cluster.encryption_config).toEqual([{ provider: [{ key_arn: "${aws_kms_key.Cluster_Key.arn}" }], resources: ["secrets"] }]);
    expect(cluster.enabled_cluster_log_types).toEqual(["api", "audit", "authenticator", "controllerManager", "scheduler"]);
    expect(one(prod, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/eks/acme-prod-aws-use1/cluster",
      retention_in_days: 365,
      kms_key_id: "${aws_kms_key.Cluster_Key.arn}",
    });
    expect(cluster.depends_on).toContain("aws_cloudwatch_log_group.Cluster_Logs");
  });

  it("AWS-04: lets nobody in but by access entries, and protects prod from deletion", () => {
    expect(cluster.access_config).toEqual([{ authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false }]);
    expect(cluster).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
    expect(one(dev, "aws_eks_cluster")).toMatchObject({ deletion_protection: false, lifecycle: { prevent_destroy: false } });
  });

  it("gives the plan identity a view, the apply identity and administrators everything", () => {
    const grants = Object.values(all(prod, "aws_eks_access_policy_association")).map(({ policy_arn }) =>
      String(policy_arn).split("/").at(-1),
    );
    expect(grants).toEqual([
      "AmazonEKSClusterAdminPolicy",
      "AmazonEKSAdminViewPolicy",
      "AmazonEKSClusterAdminPolicy",
      "AmazonEKSViewPolicy",
    ]);
  });

  it("gives a principal that administers and views one entry", () => {
    const both = stack(id, { viewers: at(stackSpec(id).input, "administrators") });
    expect(Object.keys(all(both, "aws_eks_access_entry")).filter((entry) => entry.includes("Viewer"))).toEqual([]);
  });
});

describe("nodes in pools", () => {
  it("AWS-05: demand tokens from the metadata service, out of reach of pods, on encrypted gp3 disks", () => {
    const template = one(prod, "aws_launch_template");
    expect(template.metadata_options).toEqual([{ http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 }]);
    for (const { ebs } of blocks(template, "block_device_mappings")) {
      expect(at(ebs, "0")).toMatchObject({ volume_type: "gp3", encrypted: "true", kms_key_id: "${aws_kms_key.Cluster_Key.arn}" });
    }
  });

  it("join the workload group besides EKS's own, and carry the stack's tags to instances, volumes and interfaces", () => {
    const template = one(prod, "aws_launch_template");
    expect(template.vpc_security_group_ids).toEqual([
      "${aws_eks_cluster.Cluster.vpc_config[0].cluster_security_group_id}",
      "${data.terraform_remote_state.prod-aws-use1-network.outputs.network__workload_group}",
    ]);
    for (const { tags } of blocks(template, "tag_specifications")) expect(tags).toMatchObject({ stack: id, environment: "prod" });
    const settings = JSON.parse(String(all(prod, "aws_eks_addon").Cluster_Addons_EbsCsi?.configuration_values));
    expect(settings.controller.extraVolumeTags).toMatchObject({ stack: id, environment: "prod" });
  });

  it("are one small one in dev, three in prod, on demand, for the platform's own pods", () => {
    const [small, large] = [one(dev, "aws_eks_node_group"), one(prod, "aws_eks_node_group")];
    expect([at(small, "scaling_config.0.min_size"), at(large, "scaling_config.0.min_size")]).toEqual([1, 3]);
    expect([at(small, "instance_types.0"), at(large, "instance_types.0")]).toEqual(["m7g.large", "m7g.xlarge"]);
    expect(large).toMatchObject({
      capacity_type: "ON_DEMAND",
      taint: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
    });
    expect(at(large, "lifecycle.ignore_changes")).toEqual(["scaling_config[0].desired_size"]);
  });

  it("find network and credentials add-ons before them, and the others after them", () => {
    expect(one(prod, "aws_eks_node_group").depends_on).toEqual(
      expect.arrayContaining(["aws_eks_addon.Cluster_VpcCni", "aws_eks_addon.Cluster_PodIdentityAgent"]),
    );
    expect(all(prod, "aws_eks_addon").Cluster_Addons_CoreDns?.depends_on).toEqual(["aws_eks_node_group.Cluster_SystemPool"]);
  });
});

describe("AWS-22: controllers", () => {
  it("Karpenter starts and ends only instances that carry the cluster's tags, in the role of its own nodes", () => {
    const policy = policyOf(prod, "Cluster_Karpenter_Role");
    const by = (sid: string) => policy.find(({ Sid }) => Sid === sid);
    const owned = { "kubernetes.io/cluster/acme-prod-aws-use1": "owned" };
    expect(by("LaunchWithTags")?.Condition?.StringEquals).toMatchObject({ [`aws:RequestTag/${Object.keys(owned)[0]}`]: "owned" });
    expect(by("RemoveOwn")?.Condition?.StringEquals).toMatchObject({ [`aws:ResourceTag/${Object.keys(owned)[0]}`]: "owned" });
    expect(by("PassNodeRole")?.Resource).toEqual(["${aws_iam_role.Cluster_NodeRole.arn}"]);
    expect(one(prod, "aws_eks_node_group").node_role_arn).toBe("${aws_iam_role.Cluster_SystemPool_NodeRole.arn}");
    expect(all(prod, "aws_eks_access_entry").Cluster_Karpenter_NodesAccess?.principal_arn).toBe("${aws_iam_role.Cluster_NodeRole.arn}");
  });

  it("the load balancer controller changes only balancers and groups it made", () => {
    for (const { Sid, Action, Condition } of policyOf(prod, "Cluster_LoadBalancerController_Role")) {
      if (Action.some((action) => /:(Delete|Modify|Set|Remove)/.test(action))) {
        expect(Condition?.StringEquals, Sid).toEqual({ "aws:ResourceTag/elbv2.k8s.aws/cluster": "acme-prod-aws-use1" });
      }
    }
  });

  it("AWS-24: the queue is encrypted and takes messages of this account's rules only", () => {
    expect(one(prod, "aws_sqs_queue").sqs_managed_sse_enabled).toBe(true);
    const [announcements] = statements(one(prod, "aws_sqs_queue_policy").policy);
    expect(announcements?.Condition).toEqual({ ArnLike: { "aws:SourceArn": "arn:aws:events:us-east-1:444444444444:rule/*" } });
  });

  it("pods get roles by namespace and service account of this cluster", () => {
    const [trust] = statements(all(prod, "aws_iam_role").Cluster_Karpenter_Role?.assume_role_policy);
    expect(trust?.Principal).toEqual({ Service: "pods.eks.amazonaws.com" });
    expect(trust?.Condition?.StringEquals).toMatchObject({
      "aws:RequestTag/kubernetes-namespace": "kube-system",
      "aws:RequestTag/kubernetes-service-account": "karpenter",
    });
  });
});

describe("EKS Auto Mode", () => {
  it("switches all three parts on, and of the built-in pools only the one that stays away from data", () => {
    expect(one(auto, "aws_eks_cluster")).toMatchObject({
      compute_config: [{ enabled: true, node_pools: ["system"], node_role_arn: "${aws_iam_role.Cluster_NodeRole.arn}" }],
      storage_config: [{ block_storage: [{ enabled: true }] }],
      kubernetes_network_config: [{ elastic_load_balancing: [{ enabled: true }] }],
    });
  });

  it("makes EKS's group selectable by the tag the workload group has, so that one selector finds both", () => {
    expect(one(auto, "aws_ec2_tag")).toMatchObject({ key: "karpenter.sh/discovery", value: "acme-prod-aws-use1" });
  });

  it("lets the control plane tag what it makes for this cluster", () => {
    const tagging = policyOf(auto, "Cluster_ControlPlaneRole").filter(({ Sid }) => Sid?.startsWith("Tagged"));
    expect(tagging).toHaveLength(4);
    for (const { Condition } of tagging) {
      expect(Condition?.StringEquals).toEqual({ "aws:RequestTag/eks:eks-cluster-name": "acme-prod-aws-use1" });
    }
    expect(policyOf(prod, "Cluster_ControlPlaneRole")).toHaveLength(1);
  });

  it("leaves node groups, Karpenter and all add-ons but shared files and the snapshot controller to EKS", () => {
    expect(Object.keys(all(auto, "aws_eks_addon"))).toEqual(["Cluster_Addons_EfsCsi", "Cluster_Addons_SnapshotController"]);
    for (const type of ["aws_eks_node_group", "aws_sqs_queue", "aws_launch_template"]) expect(all(auto, type), type).toEqual({});
  });
});
