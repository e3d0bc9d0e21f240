import {
  foreignAccountId,
  foreignAudiences,
  foreignPoolId,
  foreignProviderId,
  foreignRoleName,
} from "../../identity/foreign-reader-contract.ts";
import { accountOf, type CloudName, type Place } from "../../place.ts";
import type { AddonContext, Values } from "../addon.ts";

/** Where Velero's pods run; part of the names of what lets them read abroad. */
export const veleroNamespace = "velero";

/** Name of the location with another cloud's backups. */
export const foreignLocation = "foreign";

/** Folder of the token that the other cloud exchanges for a role's, and the token. */
const TOKENS = "/var/run/secrets/foreign";
const TOKEN = `${TOKENS}/token`;

/** How Velero reads the bucket of another cloud: by its own service account's token instead of a key. */
interface ForeignAccess {
  /** What that cloud's libraries read: where the token is and what to exchange it for. It holds no secret. */
  readonly file: (owner: Place, reader: Place) => string;
  /** Variable with the path of the file. Only that cloud's plugin reads it, and the pod's own cloud is another. */
  readonly variable: string;
  /** Of the backup location. */
  readonly config: (owner: Place, reader: Place) => Values;
}

const access: Record<CloudName, ForeignAccess | undefined> = {
  aws: {
    // https://docs.aws.amazon.com/sdkref/latest/guide/access-assume-role-web.html
    file: (owner, reader) =>
      [
        "[default]",
        `role_arn = arn:aws:iam::${accountOf(owner, "aws").accountId}:role/${foreignRoleName(owner, veleroNamespace, reader)}`,
        `web_identity_token_file = ${TOKEN}`,
        `role_session_name = ${reader.id}`,
        "",
      ].join("\n"),
    variable: "AWS_SHARED_CREDENTIALS_FILE",
    config: ({ region }) => ({ region }),
  },
  gcp: {
    // https://google.aip.dev/auth/4117
    file: (owner, reader) => `${JSON.stringify(externalAccount(owner, reader), undefined, 2)}\n`,
    variable: "GOOGLE_APPLICATION_CREDENTIALS",
    // As whom the plugin signs the addresses its command line gets; with a token of this kind it refuses to start without.
    config: (owner, reader) => ({ serviceAccount: accountEmail(owner, reader) }),
  },
  // Not to be reached from elsewhere: see `readableClouds`.
  azure: undefined,
};

const accountEmail = (owner: Place, reader: Place): string =>
  `${foreignAccountId(owner, veleroNamespace, reader)}@${accountOf(owner, "gcp").projectId}.iam.gserviceaccount.com`;

function externalAccount(owner: Place, reader: Place): Values {
  const pool = `projects/${accountOf(owner, "gcp").projectNumber}/locations/global/workloadIdentityPools/${foreignPoolId(owner, reader)}`;
  return {
    type: "external_account",
    audience: `//iam.googleapis.com/${pool}/providers/${foreignProviderId}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${accountEmail(owner, reader)}:generateAccessToken`,
    credential_source: { file: TOKEN, format: { type: "text" } },
  };
}

/** Everything a place needs to read another cloud's backups. */
export interface ForeignReading {
  /** Of the backup location, beside the bucket. */
  readonly config: Values;
  readonly file: string;
  readonly variable: string;
  readonly volume: Values;
  readonly volumeMount: Values;
}

/** How this place reads them. @returns undefined where there are none, or none to be reached */
export function foreignReading({ place, foreignBackups }: AddonContext): ForeignReading | undefined {
  if (foreignBackups === undefined) return undefined;
  const owner = foreignBackups.of.place;
  const found = access[owner.cloud];
  if (found === undefined) return undefined;
  const token = { audience: foreignAudiences[owner.cloud], expirationSeconds: 3600, path: "token" };
  return {
    config: found.config(owner, place),
    file: found.file(owner, place),
    variable: found.variable,
    volume: { name: "foreign-token", projected: { sources: [{ serviceAccountToken: token }] } },
    volumeMount: { name: "foreign-token", mountPath: TOKENS, readOnly: true },
  };
}
