import type { Place } from "../place.ts";
import type { NodePool, Size } from "./contract.ts";

const vcpus: Record<Size, number> = { s: 2, m: 4, l: 8 };

/** Machine and disk type of a pool: AMD (n2d) or Axion (c4a), with 4 GiB of memory per CPU. Axion knows Hyperdisk only. */
export function machineFor(place: Place, { size, arch }: NodePool): { machineType: string; diskType: string } {
  if (arch === "amd64") return { machineType: `n2d-standard-${vcpus[size]}`, diskType: "pd-balanced" };
  if (!place.regionFacts.arm) {
    throw new Error(`${place.id}: pool architecture: got arm64; allowed in ${place.region}: amd64; use amd64 or another region`);
  }
  return { machineType: `c4a-standard-${vcpus[size]}`, diskType: "hyperdisk-balanced" };
}
