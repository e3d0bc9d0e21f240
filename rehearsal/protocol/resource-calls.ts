import type { Session } from "../cloud/session.ts";
import { providedBlocks } from "../provider/provided-blocks.ts";
import { Resources } from "../provider/resources.ts";
import { type Shape, shapeOf } from "../provider/shape.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { isObject, type ObjectValue } from "../values.ts";
import { answering, type Kind, objectOf, typeIn, validate } from "./answering.ts";
import { decoded, encoded } from "./codec.ts";
import { diagnosticMessages, pathMessage, thrownMessages } from "./diagnostics.ts";
import type { Calls, Request, Responses } from "./messages.ts";
import { keyBytes, keyed, keyedLike, keyOf } from "./object-key.ts";
import { parseState } from "./parse-state.ts";

type ResourceCall =
  | "ValidateResourceConfig"
  | "UpgradeResourceState"
  | "ReadResource"
  | "PlanResourceChange"
  | "ApplyResourceChange"
  | "ImportResourceState"
  | "MoveResourceState";

/** The calls about resources. */
export function resourceCalls(kind: Kind, session: Session): Pick<Calls, ResourceCall> {
  const find = typeIn(kind);
  const resources = (type: TypeSchema, { type_name = "" }: Request) => new Resources(type_name, type, session);
  return {
    ValidateResourceConfig: answering("ValidateResourceConfig", find, validate),
    UpgradeResourceState: answering("UpgradeResourceState", find, (type, request) => {
      const state = parseState(request.raw_state?.json ?? new Uint8Array());
      return { upgraded_state: encoded(keyedLike(resources(type, request).upgraded(state), state)) };
    }),
    ReadResource: answering("ReadResource", find, (type, request) => {
      const key = keyOf(request.private, decoded(request.current_state));
      return { new_state: encoded(keyed(resources(type, request).read(key), key)), private: keyBytes(key) };
    }),
    PlanResourceChange: answering("PlanResourceChange", find, (type, request) =>
      plan(resources(type, request), shapeOf(type.block), request),
    ),
    ApplyResourceChange: answering(
      "ApplyResourceChange",
      find,
      (type, request) => apply(resources(type, request), shapeOf(type.block), request),
      ({ prior_state, planned_private }) => ({ new_state: prior_state ?? encoded(null), private: planned_private }),
    ),
    ImportResourceState: answering("ImportResourceState", find, (type, request) => {
      const { key, values } = resources(type, request).import(request.id ?? "");
      return { imported_resources: [{ type_name: request.type_name ?? "", state: encoded(keyed(values, key)), private: keyBytes(key) }] };
    }),
    MoveResourceState: refuseMove,
  };
}

function plan(resources: Resources, shape: Shape, request: Request): Responses["PlanResourceChange"] {
  const planned_private = request.prior_private;
  if (decoded(request.proposed_new_state) === null) return { planned_state: encoded(null), planned_private };
  const prior = decoded(request.prior_state);
  const config = objectOf(request.config);
  const { values, replacedFor } = resources.plan(config, isObject(prior) ? prior : undefined);
  const requires_replace = replacedFor.map((path) => pathMessage(shape, path));
  const diagnostics = diagnosticMessages(shape, resources.dropped(config));
  return {
    planned_state: encoded(keyedLike(values, prior)),
    requires_replace,
    planned_private,
    diagnostics,
    ...providing(request, config),
  };
}

function apply(resources: Resources, shape: Shape, request: Request): Responses["ApplyResourceChange"] {
  const [planned, prior] = [decoded(request.planned_state), decoded(request.prior_state)];
  if (planned === null) {
    resources.delete(keyOf(request.planned_private, prior));
    return { new_state: encoded(null) };
  }
  const plan = objectOf(request.planned_state);
  const { key, values, failure } = prior === null ? resources.create(plan) : resources.update(keyOf(request.planned_private, prior), plan);
  const diagnostics = failure === undefined ? [] : thrownMessages(shape, failure, "ApplyResourceChange", request);
  return { new_state: encoded(keyed(values, key)), private: keyBytes(key), diagnostics, ...providing(request, objectOf(request.config)) };
}

/** Terraform tolerates blocks that nobody configured from providers of the older kind alone. */
function providing({ type_name = "" }: Request, config: ObjectValue): { readonly legacy_type_system: boolean } {
  return { legacy_type_system: providedBlocks(type_name, config).length > 0 };
}

/** Terraform does not ask, as the server does not say that it can; a move within one type needs no provider. */
function refuseMove({ source_type_name: from, target_type_name: to }: Request): Responses["MoveResourceState"] {
  const detail = "A rehearsal moves resources within one type only; use a removed block and an import block.";
  return { diagnostics: [{ severity: "ERROR", summary: `Cannot move ${from} to ${to}`, detail }] };
}
