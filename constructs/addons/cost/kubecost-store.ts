import { foreignAudiences, foreignRoleName } from "../../identity/foreign-reader-contract.ts";
import { nameOf } from "../../naming.ts";
import { accountOf, type Place } from "../../place.ts";
import type { AddonFacts, Chart, PlaceFacts, Values } from "../addon.ts";

/** Kubecost's chart, for agents and for the primary. */
export const kubecostChart: Chart = {
  repository: "https://kubecost.github.io/kubecost",
  name: "kubecost",
  version: "3.2.1",
  source: "https://github.com/kubecost/kubecost/blob/v3.2.1/kubecost/values.yaml",
};

/** Newest minor version of Kubernetes that this version of Kubecost has been tested with. */
export const newestTestedKubernetes = "1.34";

/** Whether Kubecost has been tested with a version of Kubernetes. */
export function kubecostSupports(version: string): boolean {
  const [minor, newest] = [version, newestTestedKubernetes].map((text) => Number(text.split(".")[1]));
  return minor !== undefined && newest !== undefined && minor <= newest;
}

/** Where agents run; part of the name of the role by which they write. */
export const kubecostNamespace = "kubecost";

/** The agents'; the primary writes as another. */
export const agentServiceAccount = "finops-agent";

/** Purpose of the management place's bucket that all agents write to. */
export const costPurpose = "cost";

/** The central place, where costs of all places come together. @returns undefined where none is there */
export const costHome = ({ central }: Pick<AddonFacts, "central">): PlaceFacts | undefined => central;

/** The bucket's name, which other places must know without reading the management place's state. */
export const costBucketName = (home: Place): string => nameOf("aws:S3Bucket", home.shortName, costPurpose, home.suffix);

/** Folder of the token, and the role it is exchanged for: AWS's own libraries look for these variables. */
const TOKENS = "/var/run/secrets/cost";

/** What an agent anywhere needs to write to that bucket without a key. */
export const storeAccess = (home: Place, writer: Place) => ({
  extraEnvVars: [
    { name: "AWS_REGION", value: home.region },
    {
      name: "AWS_ROLE_ARN",
      value: `arn:aws:iam::${accountOf(home, "aws").accountId}:role/${foreignRoleName(home, kubecostNamespace, writer)}`,
    },
    { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${TOKENS}/token` },
    { name: "AWS_ROLE_SESSION_NAME", value: writer.id },
  ],
  extraVolumes: [
    {
      name: "cost-token",
      projected: { sources: [{ serviceAccountToken: { audience: foreignAudiences.aws, expirationSeconds: 3600, path: "token" } }] },
    },
  ],
  extraVolumeMounts: [{ name: "cost-token", mountPath: TOKENS, readOnly: true }],
});

/**
 * `global` of the chart's values. Where the bucket is is no secret, and who may write to it is decided by role:
 * https://www.ibm.com/docs/en/kubecost/self-hosted/3.x?topic=cluster-long-term-storage-configuration
 */
export const kubecostGlobal = (place: Place, home: Place): Values => ({
  clusterId: place.name,
  // The chart asks for it once for all since 3.0, whose data is not that of 2.x.
  acknowledged: true,
  federatedStorage: {
    config: [
      "type: S3",
      "config:",
      `  bucket: ${costBucketName(home)}`,
      `  endpoint: s3.${home.region}.amazonaws.com`,
      `  region: ${home.region}`,
      "  aws_sdk_auth: true",
      "",
    ].join("\n"),
  },
});

/** What neither an agent nor the primary needs: rights to change clusters, and telling IBM about them. */
export const kubecostLeftOut: Values = {
  clusterController: { enabled: false },
  telemetry: { enabled: false },
  // With a bucket there is nothing to keep in between.
  localStore: { enabled: false },
  // It would run privileged on every node, beside what already watches connections there.
  networkCosts: { enabled: false },
};
