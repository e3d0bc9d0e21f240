import type { Finding, Rule } from "../problems.ts";

/** Karpenter 1.14.1's matrix: https://karpenter.sh/docs/upgrading/compatibility/ */
const karpenter = { name: "karpenter 1.14.1", oldest: 30, newest: 36 };
/** Tested maximum in the chart's README: https://github.com/kubecost/kubecost */
const kubecost = { name: "kubecost 3.2.1", newest: 34 };

/** The Kubernetes version is one that every add-on supports. */
export const kubernetesVersion: Rule = ({ versions: { kubernetes } }) => {
  const finding = (rule: string): Finding[] => [
    { path: ["versions", "kubernetes"], got: kubernetes, rule, remedy: `use 1.${karpenter.oldest} to 1.${kubecost.newest}` },
  ];
  const [, digits] = /^1\.(\d{1,3})$/.exec(kubernetes) ?? [];
  if (digits === undefined) return finding("is not a minor version of kubernetes like 1.34");
  const minor = Number(digits);
  if (minor < karpenter.oldest || minor > karpenter.newest) {
    return finding(`is outside of what ${karpenter.name} supports (1.${karpenter.oldest} to 1.${karpenter.newest})`);
  }
  if (minor > kubecost.newest) return finding(`is newer than what ${kubecost.name} is tested with (1.${kubecost.newest})`);
  return [];
};

const supported = (key: "postgres" | "valkey", allowed: readonly string[], where: string): Rule => {
  return ({ versions }) =>
    allowed.includes(versions[key])
      ? []
      : [{ path: ["versions", key], got: versions[key], rule: `is not offered by ${where}`, remedy: `use one of ${allowed.join(", ")}` }];
};

/** The PostgreSQL version is offered by all clouds. */
export const postgresVersion = supported("postgres", ["14", "15", "16", "17"], "all of rds, cloud sql and azure database for postgresql");

/** The Valkey version is offered by all clouds. */
export const valkeyVersion = supported("valkey", ["7.2", "8.0"], "both elasticache and memorystore");

/** The terraform version is exact, and knows write-only arguments. */
export const terraformVersion: Rule = ({ terraform: { version } }) => {
  const finding = (rule: string): Finding[] => [
    { path: ["terraform", "version"], got: version, rule, remedy: "use an exact one like 1.11.4" },
  ];
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(version) ?? [];
  if (major === undefined) return finding("is not an exact version, which state and plans are tied to");
  if (Number(major) !== 1 || Number(minor) < 11)
    return finding("lacks write-only arguments (1.11.0 and later), which keep passwords out of state");
  return [];
};
