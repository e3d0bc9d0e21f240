import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, type ITerraformDependable, TerraformAsset, type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Manifest } from "./addon.ts";
import { yamlOf } from "./values.ts";

/** Where the local chart is, from the repository's root: Argo CD reads it there. */
export const rawChartPath = "charts/raw";

export interface RawManifestsProps {
  readonly name: string;
  readonly namespace: string;
  readonly resources: readonly Manifest[];
  readonly dependsOn: ITerraformDependable[];
  /** @default the stack's only one */
  readonly provider?: TerraformProvider;
}

/**
 * Kubernetes objects as a release of the local chart. Terraform plans it without asking the cluster, so the kinds need not be
 * defined yet; `kubernetes_manifest` would fail its first plan.
 */
export const rawManifests = (scope: Construct, id: string, { name, namespace, resources, ...rest }: RawManifestsProps): Release =>
  new Release(scope, id, {
    name: nameOf("helm:Release", name),
    namespace,
    chart: rawChart(scope),
    values: [yamlOf({ resources })],
    createNamespace: false,
    maxHistory: 5,
    // What the objects stand for comes up in its own time: a certificate, a node, a backup location.
    wait: false,
    ...rest,
  });

/** The chart inside the stack's own folder, once. */
function rawChart(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const known = stack.node.tryFindChild("RawChart") as TerraformAsset | undefined;
  return (known ?? new TerraformAsset(stack, "RawChart", { path: rawChartPath, type: AssetType.DIRECTORY })).path;
}
