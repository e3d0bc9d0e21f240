import { describe, expect, it } from "vitest";
import type { AddonContext, Values } from "../../../constructs/addons/addon.ts";
import { velero } from "../../../constructs/addons/recovery/velero.ts";
import { foreignAccountId, foreignPoolId, foreignRoleName } from "../../../constructs/identity/foreign-reader-contract.ts";
import { type CloudName, cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

interface Location {
  readonly name: string;
  readonly provider: string;
  readonly prefix: string;
  readonly accessMode: string;
  readonly config: Readonly<Record<string, string>>;
}
interface VeleroValues {
  readonly initContainers: readonly { readonly name: string; readonly image: string }[];
  readonly configuration: { readonly backupStorageLocation: readonly Location[] };
  readonly schedules: Readonly<Record<string, { readonly template: { readonly ttl: string; readonly storageLocation: string } }>>;
  readonly extraVolumes: readonly Values[];
  readonly extraVolumeMounts: readonly Values[];
  readonly nodeAgent: { readonly extraVolumes: readonly Values[]; readonly extraVolumeMounts: readonly Values[] };
  readonly extraObjects: readonly {
    readonly kind: string;
    readonly metadata: { readonly name: string };
    readonly data?: Readonly<Record<string, string>>;
    readonly stringData?: Readonly<Record<string, string>>;
  }[];
}

const valuesOf = (context: AddonContext): VeleroValues => velero.values?.(context, sampleIdentity) as unknown as VeleroValues;
const locations = (context: AddonContext) => valuesOf(context).configuration.backupStorageLocation;
const extra = (context: AddonContext, name: string) => valuesOf(context).extraObjects.find(({ metadata }) => metadata.name === name);
const owners: Record<CloudName, CloudName> = { aws: "gcp", gcp: "aws", azure: "aws" };

describe.each(cloudNames)("velero on %s", (cloud) => {
  const context = sampleContext(cloud);

  it("writes below the place's own name, and reads below another's", () => {
    const [own, foreign] = locations(context);
    expect(own).toMatchObject({
      name: "default",
      provider: cloud,
      prefix: `acme-prod-${context.place.id.slice(5)}`,
      accessMode: "ReadWrite",
    });
    const { name } = samplePlace(owners[cloud]);
    expect(foreign).toMatchObject({ name: "foreign", provider: owners[cloud], prefix: name, accessMode: "ReadOnly" });
  });

  it("brings the plugins of both clouds, pinned, and of no third", () => {
    const images = valuesOf(context).initContainers.map(({ image }) => image);
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^docker\.io\/velero\/velero-plugin-for-[a-z-]+:v\d+\.\d+\.\d+$/);
  });

  it("reads with a token for that cloud, mounted wherever data is moved", () => {
    const audience = owners[cloud] === "aws" ? "sts.amazonaws.com" : "platform-foreign-reader";
    const { extraVolumes, extraVolumeMounts, nodeAgent } = valuesOf(context);
    expect(extraVolumeMounts).toContainEqual({ name: "foreign-token", mountPath: "/var/run/secrets/foreign", readOnly: true });
    expect(nodeAgent.extraVolumeMounts).toEqual(extraVolumeMounts);
    expect(JSON.stringify(extraVolumes)).toContain(`"audience":"${audience}"`);
    expect(nodeAgent.extraVolumes).toEqual(extraVolumes);
  });

  it("has no location, plugin or token of another cloud without its backups", () => {
    const alone = sampleContext(cloud, { foreignBackups: undefined });
    expect(locations(alone)).toHaveLength(1);
    expect(valuesOf(alone).initContainers).toHaveLength(1);
    expect(JSON.stringify(valuesOf(alone))).not.toMatch(/serviceAccountToken|"foreign"/);
  });

  it("keeps backups as long as it says, and never longer than the bucket", () => {
    const days = (velero: number) =>
      Object.values(valuesOf(sampleContext(cloud, { retentionDays: { velero } })).schedules).map(
        ({ template }) => Number.parseInt(template.ttl, 10) / 24,
      );
    expect(days(0)).toEqual([30, 180]);
    expect(days(90)).toEqual([30, 90]);
    expect(days(14)).toEqual([14, 14]);
    for (const { template } of Object.values(valuesOf(context).schedules)) expect(template.storageLocation).toBe("default");
  });

  it("may write and sign in its own bucket, and nothing else", () => {
    const found = velero.identity?.(context);
    expect(found?.serviceAccount).toBe("velero-server");
    expect(found?.grants.map(({ may }) => may)).toEqual(["objectstore:read-write", "objectstore:sign"]);
  });

  it("comes after the class by which volumes are frozen", () => {
    expect(velero.after).toContain("storage");
    expect(velero.resources).toBeUndefined();
  });
});

describe("velero's way into another cloud", () => {
  it("is a role that both sides call the same, on aws", () => {
    const [owner, reader] = [samplePlace("aws").place, samplePlace("gcp").place];
    const file = extra(sampleContext("gcp"), "velero-files")?.data?.foreign ?? "";
    expect(file).toContain(`role_arn = arn:aws:iam::444444444444:role/${foreignRoleName(owner, "velero", reader)}\n`);
    expect(file).toContain("web_identity_token_file = /var/run/secrets/foreign/token\n");
    expect(extra(sampleContext("gcp"), "velero-variables")?.stringData).toEqual({ AWS_SHARED_CREDENTIALS_FILE: "/etc/velero/foreign" });
  });

  it("is a pool and an account that both sides call the same, on gcp", () => {
    const [owner, reader] = [samplePlace("gcp").place, samplePlace("aws").place];
    const file = JSON.parse(extra(sampleContext("aws"), "velero-files")?.data?.foreign ?? "");
    const email = `${foreignAccountId(owner, "velero", reader)}@acme-prod.iam.gserviceaccount.com`;
    expect(file).toMatchObject({
      type: "external_account",
      audience: `//iam.googleapis.com/projects/444444444444/locations/global/workloadIdentityPools/${foreignPoolId(owner, reader)}/providers/cluster`,
      credential_source: { file: "/var/run/secrets/foreign/token" },
    });
    expect(file.service_account_impersonation_url).toContain(`/serviceAccounts/${email}:`);
    expect(locations(sampleContext("aws"))[1]?.config).toEqual({ serviceAccount: email });
  });

  it("is none into azure, which lets nobody in from elsewhere", () => {
    const base = sampleContext("gcp");
    const bucket = base.foreignBackups?.bucket as NonNullable<AddonContext["foreignBackups"]>["bucket"];
    expect(locations({ ...base, foreignBackups: { of: samplePlace("azure"), bucket } })).toHaveLength(1);
  });

  it("leaves azure's own file what it is", () => {
    const variables = extra(sampleContext("azure"), "velero-variables")?.stringData;
    expect(variables).toMatchObject({ AZURE_CREDENTIALS_FILE: "/etc/velero/azure", AWS_SHARED_CREDENTIALS_FILE: "/etc/velero/foreign" });
  });
});

describe("velero's volumes", () => {
  it("are bound at a restore although no pod waits for them", () => {
    const text = extra(sampleContext("aws"), "velero-node-agent")?.data?.["node-agent.json"] ?? "";
    expect(JSON.parse(text).restorePVC).toEqual({ ignoreDelayBinding: true });
  });
});
