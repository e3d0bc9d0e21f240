import type { Session } from "../cloud/session.ts";
import { lookedUp } from "../provider/lookups.ts";
import type { ProviderSchema, TypeSchema } from "../schema/schema.ts";
import type { ObjectValue } from "../values.ts";
import { answering, type Kind, objectOf, typeIn, validate } from "./answering.ts";
import { encoded, type WireValue } from "./codec.ts";
import type { Calls, Request } from "./messages.ts";
import { withKeys } from "./object-key.ts";
import { resourceCalls } from "./resource-calls.ts";
import { metadataMessage, schemaMessage } from "./schema-message.ts";

/** Answers every call of terraform's for one provider. */
export function calls(schema: ProviderSchema, session: Session): Calls {
  const resources: Kind = { noun: "resource type", types: schema.resource_schemas };
  const data: Kind = { noun: "data source", types: schema.data_source_schemas };
  const ephemeral: Kind = { noun: "ephemeral resource", types: schema.ephemeral_resource_schemas };
  const message = schemaMessage(withKeys(schema));
  const found = lookUp("data", session, (type, config) => session.answer(type, config));
  const opened = lookUp("ephemeral", session, (type, config) => session.open(type, config));
  return {
    GetMetadata: () => metadataMessage(schema),
    GetProviderSchema: () => message,
    GetFunctions: () => ({}),
    ValidateProviderConfig: answering("ValidateProviderConfig", () => schema.provider, validate),
    ConfigureProvider: () => ({}),
    StopProvider: () => ({}),
    ...resourceCalls(resources, session),
    ValidateDataResourceConfig: answering("ValidateDataResourceConfig", typeIn(data), validate),
    ReadDataSource: answering("ReadDataSource", typeIn(data), (type, request) => ({ state: found(type, request) })),
    ValidateEphemeralResourceConfig: answering("ValidateEphemeralResourceConfig", typeIn(ephemeral), validate),
    OpenEphemeralResource: answering("OpenEphemeralResource", typeIn(ephemeral), (type, request) => ({ result: opened(type, request) })),
    RenewEphemeralResource: () => ({}),
    CloseEphemeralResource: () => ({}),
  };
}

function lookUp(kind: "data" | "ephemeral", session: Session, answer: (type: string, config: ObjectValue) => ObjectValue) {
  return (schema: TypeSchema, { type_name: type = "", config: wire }: Request): WireValue => {
    const config = objectOf(wire);
    return encoded(lookedUp(session, kind, type, schema, config, answer(type, config)));
  };
}
