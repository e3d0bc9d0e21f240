import { Fn, Token } from "cdktf";
import { nameOf } from "../naming.ts";
import { accountOf, type CloudName, type Place } from "../place.ts";
import type { AppContext, AppSettings } from "./app.ts";

/** What a database calls the application's identity. On Azure an administrator of the database makes the user, of that name. */
const databaseUsers: Record<CloudName, (place: Place, app: string) => string> = {
  aws: (_, app) => app,
  // https://cloud.google.com/sql/docs/postgres/add-manage-iam-users
  gcp: (place, app) => `${nameOf("gcp:ServiceAccount", place.shortName, app)}@${accountOf(place, "gcp").projectId}.iam`,
  azure: (place, app) => nameOf("azure:UserAssignedIdentity", place.name, app),
};

/** What a place's database calls an application's identity. */
export const databaseUserOf = (place: Place, app: string): string => databaseUsers[place.cloud](place, app);

const text = (value: string | number | boolean): string => Token.asString(value);

/** Where an application finds what it was given, as environment variables; how to log in is said, secrets are not. */
export function endpoints(app: AppSettings, { place, database, cache, buckets }: AppContext): Record<string, string> {
  return {
    PLACE: place.id,
    CLOUD: place.cloud,
    REGION: place.region,
    ENVIRONMENT: place.environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-gateway.observability.svc.cluster.local:4317",
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${place.environment},cloud.provider=${place.cloud},cloud.region=${place.region}`,
    ...(app.database &&
      database && {
        DB_ENGINE: database.engine,
        DB_HOST: database.host,
        DB_READ_HOST: database.readHost,
        DB_PORT: text(database.port),
        DB_NAME: database.database,
        DB_USER: databaseUserOf(place, app.name),
        DB_AUTH: Fn.join(",", database.auth),
        DB_TLS: database.tls,
        DB_CA_BUNDLE: database.caBundleId,
      }),
    ...(app.cache &&
      cache && {
        CACHE_PROTOCOL: cache.protocol,
        CACHE_HOST: cache.host,
        CACHE_PORT: text(cache.port),
        CACHE_TLS: text(cache.tls),
        CACHE_AUTH: cache.auth,
        CACHE_USER: cache.user,
      }),
    ...Object.fromEntries(
      app.buckets.flatMap((purpose) => {
        const bucket = buckets[purpose];
        const name = `BUCKET_${purpose.toUpperCase()}`;
        return bucket
          ? [
              [name, bucket.bucket],
              [`${name}_REGION`, bucket.region],
              [`${name}_PROVIDER`, bucket.provider],
              [`${name}_ACCOUNT`, bucket.account],
            ]
          : [];
      }),
    ),
  };
}
