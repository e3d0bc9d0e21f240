import type { StorageBucketConfig } from "@cdktf/provider-google/lib/storage-bucket";
import type { Place } from "../place.ts";

/** Where a bucket and its key are. */
export interface Placement {
  readonly bucket: Pick<StorageBucketConfig, "location" | "customPlacementConfig" | "rpo">;
  /** Where the bucket's key must be: the region, or the multi-region the two regions belong to. */
  readonly keyLocation: string;
}

/** Cloud KMS calls the European multi-region by another name than Cloud Storage does. */
const keyLocations: Record<string, string> = { US: "us", EU: "europe" };

/** Where a bucket of the place is: in its region, or in its region and `drRegion` at once. */
export function placement(place: Place, drRegion: string | undefined): Placement {
  if (drRegion === undefined) return { bucket: { location: place.region.toUpperCase() }, keyLocation: place.region };
  const code = place.regionFacts.geography;
  const allowed = place.regionFacts.bucketPartners;
  if (!allowed.includes(drRegion)) {
    throw new Error(
      `${place.id}: drRegion of a bucket: got ${drRegion}; allowed with ${place.region}: ${allowed.join(", ") || "none"}; ` +
        "choose one of these, or leave drRegion out for a bucket in one region",
    );
  }
  return {
    bucket: {
      location: code,
      customPlacementConfig: { dataLocations: [place.region.toUpperCase(), drRegion.toUpperCase()] },
      rpo: "ASYNC_TURBO",
    },
    keyLocation: keyLocations[code] as string,
  };
}
