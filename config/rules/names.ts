import { type NameKind, nameOf } from "../../constructs/naming.ts";
import { type CloudName, environmentCodes } from "../../constructs/place.ts";
import { organizationPattern } from "../formats.ts";
import { type ConfiguredPlace, environmentsOf, placesOf } from "../places.ts";
import { type Finding, type Path, type Rule, shown } from "../problems.ts";

type Name = readonly [kind: NameKind, ...parts: string[]];

/** The longest name of each kind that a place has, per cloud; where a bucket's purpose is part of it, the longest there can be. */
const names: Record<CloudName, (one: ConfiguredPlace) => Name[]> = {
  aws: ({ place: { name, shortName, suffix } }) => [
    ["aws:EksCluster", name],
    ["aws:Lb", shortName, "edge"],
    ["aws:LbTargetGroup", shortName, "gateway"],
    ["aws:DbInstance", shortName, "app", "writer"],
    ["aws:BackupVault", shortName, "database-copy"],
    ["aws:ElasticacheReplicationGroup", shortName, "app"],
    ["aws:ElasticacheUser", shortName, "app"],
    ["aws:S3Bucket", shortName, "flowlogs", "copy", suffix],
    ["aws:SqsQueue", name],
    ["aws:CloudwatchLogGroup", `/aws/eks/${name}/cluster`],
  ],
  gcp: ({ place: { name, shortName, suffix, organization, environment } }) => [
    ["gcp:ContainerCluster", name],
    ["gcp:ContainerNodePool", "general"],
    ["gcp:WorkloadIdentityPool", organization, environmentCodes[environment]],
    ["gcp:SqlDatabaseInstance", name, "app-dr", suffix],
    ["gcp:StorageBucket", name, "flowlogs", suffix],
    ["gcp:MemorystoreInstance", name],
    ["gcp:ServiceAccount", shortName, "nodes"],
    ["gcp:Resource", name, "memorystore"],
  ],
  azure: ({ place: { name, shortName, suffix } }) => [
    ["azure:StorageAccount", shortName, "flo", suffix],
    ["azure:KeyVault", `${shortName.replaceAll("-", "")}dat${suffix}`],
    ["azure:KubernetesCluster", name],
    ["azure:LinuxNodePool", "systemtmp"],
    ["azure:MssqlServer", shortName, "app-group", suffix],
    ["azure:PostgresqlFlexibleServer", shortName, "app-pg", suffix],
    ["azure:ResourceGroup", name, "bucket-flowlogs"],
    ["azure:NodeResourceGroup", name, "nodes"],
    ["azure:VirtualNetwork", name],
    ["azure:Redis", shortName, "legacy", suffix],
  ],
};

/** The longest layers: of a place and of an environment. */
const LONGEST_OF_PLACE = "platform";
const LONGEST_OF_ENVIRONMENT = "observability";

/** Every name the platform will build fits where it goes; found here, it is found before anything is synthesized. */
export const generatedNames: Rule = (estate) => {
  const { organization, terraform } = estate;
  if (!organizationPattern.test(organization.name)) return [];
  const places = placesOf(estate);
  const ofPlaces = places.flatMap((one) => names[one.place.cloud](one));
  const ofWorkspaces = [
    ...environmentsOf(estate).flatMap(({ name }): Name[] => [
      ["tfe:Workspace", terraform.organization, name, LONGEST_OF_ENVIRONMENT],
      ["tfe:Project", terraform.organization, name],
    ]),
    ...places.map(({ place }): Name => ["tfe:Workspace", terraform.organization, place.id, LONGEST_OF_PLACE]),
  ];
  return [
    ...misfits(["organization", "name"], organization.name, ofPlaces),
    ...misfits(["terraform", "organization"], terraform.organization, ofWorkspaces),
  ];
};

/** One finding per kind of name, about the longest: what mends it mends the others. */
function misfits(path: Path, value: string, all: readonly Name[]): Finding[] {
  const longestFirst = [...all].sort((a, b) => b.join("-").length - a.join("-").length);
  const findings = new Map<NameKind, Finding>();
  for (const [kind, ...parts] of longestFirst) {
    const what = misfit(kind, parts);
    if (what === undefined || findings.has(kind)) continue;
    findings.set(kind, {
      path,
      got: shown(value),
      rule: `makes a name that does not fit: ${what}`,
      remedy: "use a shorter or plainer one",
    });
  }
  return [...findings.values()];
}

function misfit(kind: NameKind, parts: readonly string[]): string | undefined {
  try {
    nameOf(kind, ...parts);
    return undefined;
  } catch (error) {
    return (error as Error).message.split("; ")[0];
  }
}
