import { describe, expect, it } from "vitest";
import { contracts, type SelfServiceKind, selfServiceKinds } from "../../../constructs/addons/extensions/crossplane-definitions.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext } from "../sample-context.ts";
import { apis, type Part, part, partsOf } from "./composed.ts";

const cases = cloudNames.flatMap((cloud) => selfServiceKinds.map((kind) => ({ cloud, kind })));
const fieldsOf = (kind: SelfServiceKind) => Object.keys(contracts[kind].fields).sort();
const statusPatches = (parts: readonly Part[]) =>
  parts.flatMap(({ patches }) =>
    patches.filter(({ type, toFieldPath }) => type === "ToCompositeFieldPath" && toFieldPath.startsWith("status.")),
  );

describe.each(cases)("$kind on $cloud", ({ cloud, kind }) => {
  const context = sampleContext(cloud);
  const parts = partsOf(context)[kind] ?? [];

  it("has a status that is the contract, field by field", () => {
    const definition = apis(context).find(
      ({ metadata, kind: of }) => of === "CompositeResourceDefinition" && metadata.name.startsWith(kind.toLowerCase()),
    );
    const [version] = (
      definition as unknown as {
        spec: { versions: { schema: { openAPIV3Schema: { properties: { status: { properties: Record<string, { type: string }> } } } } }[] };
      }
    ).spec.versions;
    const properties = version?.schema.openAPIV3Schema.properties.status.properties ?? {};
    expect(Object.keys(properties).sort()).toEqual(fieldsOf(kind));
    for (const [field, { kind: wire }] of Object.entries(contracts[kind].fields))
      expect(properties[field]?.type, field).toBe(wire === "list" ? "array" : wire);
  });

  it("fills every field of it once, and no other", () => {
    const filled = statusPatches(parts).map(({ toFieldPath }) => toFieldPath.replace(/^status\.|\[0\]$/g, ""));
    expect(filled.sort()).toEqual(fieldsOf(kind));
  });

  it("fills fields with values of their kind", () => {
    const wires = { string: "string", number: "number", boolean: "boolean", list: "object" };
    for (const { toFieldPath, transforms } of statusPatches(parts)) {
      const match = transforms?.find(({ type }) => type === "match")?.match;
      const field = contracts[kind].fields[toFieldPath.replace("status.", "")];
      if (match && field) expect(typeof match.fallbackValue, toFieldPath).toBe(wires[field.kind]);
    }
  });

  it("is made of namespaced resources under distinct names", () => {
    for (const { base } of parts) expect(base.apiVersion).toMatch(new RegExp(`^[a-z0-9]+\\.${cloud}\\.m\\.upbound\\.io/v1beta1$`));
    expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  });

  it("tells Crossplane's resources from Terraform's by tag", () => {
    const text = JSON.stringify(parts);
    expect(text).toContain('"managed-by":"crossplane"');
    expect(text).not.toContain("cdktf");
  });

  it("stays in the cloud when it is taken out of git, in protected environments only", () => {
    const kept = (protectedPlace: boolean) =>
      (partsOf(sampleContext(cloud, { deletionProtection: protectedPlace }))[kind] ?? []).filter(
        ({ base }) => base.spec.managementPolicies,
      );
    expect(kept(true).length).toBeGreaterThan(0);
    expect(kept(true).flatMap(({ base }) => base.spec.managementPolicies)).not.toContain("Delete");
    expect(kept(false)).toEqual([]);
  });

  it("names what it makes from place, namespace and name, so that a restored cluster finds it again", () => {
    const named = parts.flatMap(({ patches }) => patches).filter(({ type }) => type === "CombineFromComposite");
    expect(named.length).toBeGreaterThan(0);
    for (const patch of named) expect(JSON.stringify(patch)).toContain(`"fmt":"${context.place.id}/%s/%s"`);
  });

  it("is the only way to make it", () => {
    const definition = apis(context).find(
      ({ kind: of, metadata }) => of === "CompositeResourceDefinition" && metadata.name.startsWith(kind.toLowerCase()),
    );
    const composition = apis(context).find(
      ({ kind: of, spec }) => of === "Composition" && (spec as { compositeTypeRef: { kind: string } }).compositeTypeRef.kind === kind,
    );
    expect(definition?.spec).toMatchObject({ enforcedCompositionRef: { name: composition?.metadata.name } });
    expect(composition?.metadata.labels).toEqual({ cloud });
  });
});

describe("what is private and encrypted", () => {
  const [aws, gcp, azure] = [sampleContext("aws"), sampleContext("gcp"), sampleContext("azure")];
  const fields = (...[context, kind, name]: Parameters<typeof part>) => part(context, kind, name).base.spec.forProvider;
  const appKey = "<bucket_app.kmsKeyId>";

  it("aws: the bucket refuses the public and plain text, and has the platform's key", () => {
    expect(Object.values(fields(aws, "ObjectStore", "private")).filter((value) => value === true)).toHaveLength(4);
    expect(JSON.stringify(fields(aws, "ObjectStore", "encryption"))).toContain(`"kmsMasterKeyId":"${appKey}"`);
    const policy = JSON.stringify(part(aws, "ObjectStore", "policy").patches);
    expect(policy).toContain("aws:SecureTransport");
    expect(policy).toContain("arn:aws:s3:::acme-prod-xp-%[1]s");
  });

  it("aws: database and cache admit the cluster's nodes on their port and nobody else", () => {
    expect(fields(aws, "Database", "instance")).toMatchObject({
      publiclyAccessible: false,
      storageEncrypted: true,
      kmsKeyId: appKey,
      deletionProtection: true,
    });
    expect(fields(aws, "Database", "from-nodes")).toMatchObject({
      fromPort: 5432,
      toPort: 5432,
      referencedSecurityGroupId: "<network.workloadGroup>",
    });
    expect(fields(aws, "CacheInstance", "from-nodes")).toMatchObject({ fromPort: 6379, toPort: 6379 });
    expect(fields(aws, "CacheInstance", "group")).toMatchObject({
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: "true",
      kmsKeyId: appKey,
    });
  });

  it("gcp: no public address, no object access by ACL, keys of the place", () => {
    expect(fields(gcp, "ObjectStore", "bucket")).toMatchObject({
      publicAccessPrevention: "enforced",
      uniformBucketLevelAccess: true,
      encryption: { defaultKmsKeyName: appKey },
    });
    const key = "projects/acme-prod/locations/us-east4/keyRings/acme-prod-gcp-use4";
    expect(fields(gcp, "Database", "instance")).toMatchObject({
      encryptionKeyName: `${key}-database/cryptoKeys/database`,
      settings: { ipConfiguration: { ipv4Enabled: false, sslMode: "ENCRYPTED_ONLY" } },
    });
    expect(fields(gcp, "CacheInstance", "cache")).toMatchObject({
      kmsKey: `${key}-cache/cryptoKeys/cache`,
      authorizationMode: "IAM_AUTH",
      transitEncryptionMode: "SERVER_AUTHENTICATION",
    });
  });

  it("azure: private endpoints only, no shared keys, no passwords, all in one resource group", () => {
    expect(fields(azure, "ObjectStore", "account")).toMatchObject({
      publicNetworkAccessEnabled: false,
      sharedAccessKeyEnabled: false,
      infrastructureEncryptionEnabled: true,
    });
    expect(fields(azure, "Database", "server")).toMatchObject({
      publicNetworkAccessEnabled: false,
      authentication: { passwordAuthEnabled: false },
    });
    expect(fields(azure, "CacheInstance", "cache")).toMatchObject({
      publicNetworkAccess: "Disabled",
      defaultDatabase: { accessKeysAuthenticationEnabled: false },
    });
    const groups = Object.values(partsOf(azure))
      .flat()
      .flatMap(({ base }) => base.spec.forProvider.resourceGroupName ?? []);
    expect(new Set(groups)).toEqual(new Set(["acme-prod-xp-eus2"]));
  });

  it("azure: a database has a standby where the environment has, and nothing else can be asked for", () => {
    const schemaOf = (highAvailability: boolean) =>
      JSON.stringify(apis(sampleContext("azure", { highAvailability })).find(({ metadata }) => metadata.name.startsWith("databases.")));
    expect(schemaOf(true)).toContain('"enum":[true]');
    expect(schemaOf(false)).toContain('"enum":[false]');
    expect(part(sampleContext("azure", { highAvailability: false }), "Database", "server").base.spec.forProvider).not.toHaveProperty(
      "highAvailability",
    );
    expect(fields(azure, "Database", "server")).toHaveProperty("highAvailability.mode");
  });
});
