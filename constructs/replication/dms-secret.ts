import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { aliasOf } from "./dms-tasks.ts";

/** What the names of DMS's logins in AWS Secrets Manager begin with. @param hub the place that DMS runs in */
export const dmsSecretPrefix = ({ organization, environment }: Pick<Place, "organization" | "environment">): string =>
  `${organization}-${environment}-dms-`;

/** Name there of its login at a place's database. */
export const dmsSecretName = (hub: Pick<Place, "organization" | "environment">, placeId: string): string =>
  nameOf("aws:SecretsmanagerSecret", `${dmsSecretPrefix(hub)}${aliasOf(placeId)}`);
