import { Release } from "@cdktf/provider-helm/lib/release";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Chart, Values } from "./addon.ts";
import { yamlOf } from "./values.ts";

export interface HelmReleaseProps {
  readonly name: string;
  readonly namespace: string;
  readonly chart: Pick<Chart, "repository" | "name" | "version">;
  readonly values: Values;
  /** Whether to go on only when all of it runs. */
  readonly wait: boolean;
  /** Whether a release that fails is taken back, so that the next apply begins anew. */
  readonly atomic: boolean;
  readonly dependsOn: ITerraformDependable[];
  /** @default the stack's only one */
  readonly provider?: TerraformProvider;
}

/** Seconds a release may take: images are pulled onto nodes that may have to come up first. */
const TIMEOUT = 600;

/** A chart as a release that Terraform makes. */
export const helmRelease = (scope: Construct, id: string, { name, namespace, chart, values, ...rest }: HelmReleaseProps): Release =>
  new Release(scope, id, {
    name: nameOf("helm:Release", name),
    namespace,
    repository: chart.repository,
    chart: chart.name,
    version: chart.version,
    values: [yamlOf(values)],
    // Namespaces are resources, with what pods in them may ask for.
    createNamespace: false,
    maxHistory: 5,
    timeout: TIMEOUT,
    ...rest,
  });
