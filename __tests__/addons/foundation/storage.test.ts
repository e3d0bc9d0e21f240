import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { storage } from "../../../constructs/addons/foundation/storage.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { recipesFor } from "../../../constructs/volumes/classes.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

const classesOf = (context: AddonContext) => storage.resources?.(context, sampleIdentity) ?? [];

describe.each(cloudNames)("snapshots of volumes on %s", (cloud) => {
  const context = sampleContext(cloud);
  const [found, ...rest] = classesOf(context);

  it("have one class, which Velero finds by its label and claims by default", () => {
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: {
        labels: { "velero.io/csi-volumesnapshot-class": "true" },
        annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
      },
      deletionPolicy: "Delete",
    });
  });

  it.each(["pools", "managed"] as const)("are of the driver that made the volumes, with %s", (compute) => {
    const given = { ...context, compute };
    expect(classesOf(given)[0]?.driver).toBe(recipesFor(given)["block-standard"].driver);
  });

  it("need nothing first, so that backups can need them", () => {
    expect(storage.after).toBeUndefined();
    expect(storage.chart).toBeUndefined();
  });
});

describe("snapshots", () => {
  it("stay in the region of the volume's key, on gcp", () => {
    expect(classesOf(sampleContext("gcp"))[0]?.parameters).toEqual({ "storage-locations": "us-east4" });
  });

  it("cost what has changed, on azure", () => {
    expect(classesOf(sampleContext("azure"))[0]?.parameters).toEqual({ incremental: "true" });
  });
});
