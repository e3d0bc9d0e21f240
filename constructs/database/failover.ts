import type { DatabaseProps } from "./contract.ts";

/** @throws when a replica has taken over that is not there */
export function refuseFailoverToNothing({ place, drRegion, failedOver }: Pick<DatabaseProps, "place" | "drRegion" | "failedOver">): void {
  if (failedOver && drRegion === undefined) {
    throw new Error(
      `database ${place.id}: got failedOver true and no drRegion; nothing can have taken over; set drRegion, or failedOver to false`,
    );
  }
}
