import { describe, expect, it } from "vitest";
import type { Stack, StackJson } from "../../../rehearsal/stacks.ts";
import { make, openCloud, stackOf } from "./small-estate.ts";

const TYPE = "aws_eks_node_group";
const cluster = { aws_eks_cluster: { C: { name: "main" } } };

/** Makes the node group N of a stack. */
function makeNodes(stack: Stack, others: readonly Stack[] = []): void {
  make(openCloud({ stacks: [stack, ...others] }).session(stack), `${stack.id}/${TYPE}.N`, TYPE, { id: "n", cluster_name: "main" });
}

function stackWith(nodes: object, more: StackJson["resource"] = cluster, data: StackJson["data"] = {}): Stack {
  return stackOf("dev", { resource: { ...more, [TYPE]: { N: { ...nodes } } }, data });
}

describe("what is named by text alone", () => {
  it("is refused where the same stack makes it and nothing says what is first", () => {
    expect(() => makeNodes(stackWith({ cluster_name: "main" }))).toThrow(
      /NotFound: cluster_name names main, which dev\/aws_eks_cluster\.C makes, and nothing makes terraform make that first; refer to it/,
    );
  });

  it.each([
    ["a reference", { cluster_name: "${aws_eks_cluster.C.name}" }],
    ["another reference", { cluster_name: "main", version: "${aws_eks_cluster.C.version}" }],
    ["depends_on", { cluster_name: "main", depends_on: ["aws_eks_cluster.C"] }],
    ["what another resource refers to", { cluster_name: "main", depends_on: ["aws_eks_addon.A"] }],
    ["what a data source refers to", { cluster_name: "main", version: "${data.aws_eks_cluster.D.version}" }],
  ])("is taken where %s puts it in order", (_, nodes) => {
    const addon = { aws_eks_addon: { A: { cluster_name: "${aws_eks_cluster.C.name}" } } };
    const data = { aws_eks_cluster: { D: { name: "${aws_eks_cluster.C.name}" } } };
    expect(() => makeNodes(stackWith(nodes, { ...cluster, ...addon }, data))).not.toThrow();
  });

  it("is taken of a stack that is read, by way of others too, and of no other", () => {
    const nodes = stackWith({ cluster_name: "main" }, {});
    const maker = stackOf("maker", { resource: cluster });
    const between: Stack = { ...stackOf("between"), reads: ["maker"] };
    expect(() => makeNodes(nodes, [maker, between])).toThrow(/which maker\/aws_eks_cluster\.C makes/);
    expect(() => makeNodes({ ...nodes, reads: ["maker"] }, [maker])).not.toThrow();
    expect(() => makeNodes({ ...nodes, reads: ["between"] }, [maker, between])).not.toThrow();
  });

  it("may be what was there before: of another account, of a count, or of no stack", () => {
    const nodes = { cluster_name: "main" };
    const other = { aws_eks_cluster: { C: { name: "main", region: "eu-west-1" } } };
    expect(() => makeNodes(stackWith(nodes, other))).not.toThrow();
    expect(() => makeNodes(stackWith(nodes, { aws_eks_cluster: { C: { name: "main", count: "${var.own}" } } }))).not.toThrow();
    expect(() => makeNodes(stackWith(nodes, {}))).not.toThrow();
  });

  it("is found in a block, too", () => {
    const kubernetes_namespace_v1 = { N: { metadata: [{ name: "jobs" }] } };
    const kubernetes_secret_v1 = { S: { metadata: [{ name: "s", namespace: "jobs" }] } };
    const stack = stackOf("dev", { resource: { kubernetes_namespace_v1, kubernetes_secret_v1 } });
    const session = openCloud({ stacks: [stack] }).session(stack);
    expect(() => make(session, "dev/kubernetes_secret_v1.S", "kubernetes_secret_v1", { id: "jobs/s" })).toThrow(
      /metadata\.namespace names jobs, which dev\/kubernetes_namespace_v1\.N makes/,
    );
  });

  it("is not what is called the same by chance", () => {
    const stack = stackOf("dev", { resource: { ...cluster, aws_sqs_queue: { Q: { name: "main" } } } });
    const session = openCloud({ stacks: [stack] }).session(stack);
    expect(() => make(session, "dev/aws_sqs_queue.Q", "aws_sqs_queue", { id: "main", name: "main" })).not.toThrow();
  });
});
