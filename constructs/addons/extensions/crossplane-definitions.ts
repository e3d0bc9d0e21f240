import { bucketContract } from "../../bucket/contract.ts";
import { cacheContract } from "../../cache/contract.ts";
import type { Contract, FieldKind } from "../../contract.ts";
import { databaseContract } from "../../database/contract.ts";
import type { AddonFacts, Manifest } from "../addon.ts";

/** What application teams can ask for. */
export const selfServiceKinds = ["ObjectStore", "Database", "CacheInstance"] as const;
export type SelfServiceKind = (typeof selfServiceKinds)[number];

/** Google's provider gives the certificate with the secrets of a connection only; `caBundleId` says where else it is to be had. */
const { caCertificate: _, adminSecretScope: __, ...databaseFields } = databaseContract.fields;

/** The contract that the status of each kind is: an application reads the same fields whoever made the resource. */
export const contracts: Record<SelfServiceKind, Contract> = {
  ObjectStore: bucketContract,
  Database: { ...databaseContract, fields: databaseFields },
  CacheInstance: cacheContract,
};

/** Group of the kinds: `platform.example.com`. */
export const selfServiceGroup = ({ domain }: Pick<AddonFacts, "domain">): string => `platform.${domain}`;

/** The only version there is; a second one is added beside it. */
export const selfServiceVersion = "v1";

type Schema = Readonly<Record<string, unknown>>;

const wire: Record<FieldKind, Schema> = {
  string: { type: "string" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  list: { type: "array", items: { type: "string" } },
};

/** The contract's fields as OpenAPI: generated, so that the two cannot drift apart. */
const statusSchema = ({ fields }: Contract): Schema => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(fields).map(([field, { kind }]) => [field, wire[kind]])),
});

const size = { type: "string", enum: ["s", "m", "l"], default: "s", description: "2, 4 or 8 CPUs, or memory in the same steps." };
const standby = ({ highAvailability }: AddonFacts) => ({
  type: "boolean",
  default: highAvailability,
  description: "A standby in another zone.",
});
/** Azure's database has a block or none for it, which a composition's patches cannot choose: there the environment decides. */
const databaseStandby = (facts: AddonFacts) => ({
  ...standby(facts),
  ...(facts.place.cloud === "azure" && { enum: [facts.highAvailability] }),
});

const specSchemas: Record<SelfServiceKind, (facts: AddonFacts) => Schema> = {
  ObjectStore: () => ({
    type: "object",
    required: ["purpose"],
    properties: {
      purpose: {
        type: "string",
        pattern: "^[a-z]{3,8}$",
        description: "What it is for, in a word.",
        "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "the purpose is for ever: ask for another ObjectStore" }],
      },
      retentionDays: { type: "integer", minimum: 1, maximum: 3650, description: "Days until objects are deleted. Default: never." },
    },
  }),
  Database: (facts) => ({
    type: "object",
    properties: {
      size,
      postgresVersion: { type: "string", enum: ["16", "17"], default: "17" },
      storageGib: {
        type: "integer",
        // The sizes of disks that Azure sells; the other clouds take any.
        enum: [32, 64, 128, 256, 512],
        default: 32,
        "x-kubernetes-validations": [{ rule: "self >= oldSelf", message: "storage can only grow" }],
      },
      highAvailability: databaseStandby(facts),
      backupDays: { type: "integer", minimum: 7, maximum: 35, default: 7 },
      administrator: administratorSchema,
    },
    default: {},
  }),
  CacheInstance: (facts) => ({ type: "object", properties: { size, highAvailability: standby(facts) }, default: {} }),
};

const administratorSchema: Schema = {
  type: "object",
  description: "The workload's cloud identity that administers the database: required where the cloud's own logins are the only ones.",
  required: ["name", "id"],
  properties: {
    name: { type: "string", minLength: 1, description: "gcp: user name of the service account; azure: name of the managed identity." },
    id: {
      type: "string",
      minLength: 1,
      description: "azure: object id of the managed identity; gcp: the service account's e-mail address.",
    },
  },
};

/** Clouds' own logins are all there is on GCP and Azure: a database without an administrator would be nobody's. */
const isRequired = (kind: SelfServiceKind, { place }: AddonFacts): boolean => kind === "Database" && place.cloud !== "aws";

function specSchema(kind: SelfServiceKind, facts: AddonFacts): Schema {
  const { default: fallback, ...schema } = specSchemas[kind](facts);
  if (isRequired(kind, facts)) return { ...schema, required: ["administrator"] };
  return fallback === undefined ? schema : { ...schema, default: fallback };
}

/** `objectstores`. */
export const pluralOf = (kind: SelfServiceKind): string => `${kind.toLowerCase()}s`;

/** Name of the only composition of a kind that a place has. */
export const compositionName = (kind: SelfServiceKind, { place }: AddonFacts): string => `${pluralOf(kind)}-${place.cloud}`;

/** Definition of a kind: https://docs.crossplane.io/latest/composition/composite-resource-definitions/ */
export function definition(kind: SelfServiceKind, facts: AddonFacts): Manifest {
  const group = selfServiceGroup(facts);
  const names = { kind, listKind: `${kind}List`, singular: kind.toLowerCase(), plural: pluralOf(kind), categories: ["selfservice"] };
  const spec = specSchema(kind, facts);
  return {
    apiVersion: "apiextensions.crossplane.io/v2",
    kind: "CompositeResourceDefinition",
    metadata: { name: `${names.plural}.${group}` },
    spec: {
      scope: "Namespaced",
      group,
      names,
      // Teams say what they want and not how it is made.
      enforcedCompositionRef: { name: compositionName(kind, facts) },
      versions: [
        {
          name: selfServiceVersion,
          served: true,
          referenceable: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              ...(spec.required !== undefined && { required: ["spec"] }),
              properties: { spec, status: statusSchema(contracts[kind]) },
            },
          },
        },
      ],
    },
  };
}
