import { nameOf } from "../naming.ts";
import { aliasOf, type Place } from "../place.ts";

/** What the names of DMS's logins in AWS Secrets Manager begin with. @param hub the place that DMS runs in */
export const dmsSecretPrefix = ({ organization, environment }: Pick<Place, "organization" | "environment">): string =>
  `${organization}-${environment}-dms-`;

/** Name there of its login at a place's database. */
export const dmsSecretName = (hub: Pick<Place, "organization" | "environment">, placeId: string): string =>
  nameOf("aws:SecretsmanagerSecret", `${dmsSecretPrefix(hub)}${aliasOf(placeId)}`);
