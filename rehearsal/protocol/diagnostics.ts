import { type Diagnostic, diagnosticOf } from "../provider/diagnostic.ts";
import type { Path, Shape } from "../provider/shape.ts";
import { type Step, stepsOf } from "../provider/steps.ts";
import type { Request, WireDiagnostic, WirePath, WireStep } from "./messages.ts";

/** A path as a message. */
export function pathMessage(shape: Shape, path: Path): WirePath {
  return { steps: stepsOf(shape, path).map(stepMessage) };
}

function stepMessage(step: Step): WireStep {
  if ("attribute" in step) return { attribute_name: step.attribute };
  return "key" in step ? { element_key_string: step.key } : { element_key_int: step.index };
}

/** Diagnostics as messages; one without a path is about the whole. */
export function diagnosticMessages(shape: Shape, diagnostics: readonly Diagnostic[]): readonly WireDiagnostic[] {
  return diagnostics.map(({ severity, summary, detail, path }) => {
    const attribute = pathMessage(shape, path);
    const message: WireDiagnostic = { severity: severity === "error" ? "ERROR" : "WARNING", summary, detail };
    return attribute.steps.length === 0 ? message : { ...message, attribute };
  });
}

/** Anything thrown while a call was answered, as messages. */
export function thrownMessages(shape: Shape, thrown: unknown, rpc: string, request: Request): readonly WireDiagnostic[] {
  return diagnosticMessages(shape, [diagnosticOf(thrown, rpc, request.type_name || request.target_type_name || undefined)]);
}
