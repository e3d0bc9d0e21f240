import type { Stack } from "../../stacks.ts";
import type { ObjectValue, Value } from "../../values.ts";
import type { Context } from "../choose/choose.ts";
import { AWS_DATA } from "./aws.ts";
import { AZURE_DATA } from "./azure.ts";
import { GOOGLE_DATA } from "./google.ts";
import { OTHER_DATA } from "./other.ts";

/** What a data source is asked. */
export interface Question {
  readonly type: string;
  readonly config: ObjectValue;
  /** A configured text, or that of the provider block; empty if neither says. */
  readonly said: (name: string) => string;
  readonly context: Context;
  readonly stack: Stack;
}

/** Answers what a data source asks of the world outside of the estate; what it leaves out is chosen. */
export type Answer = (question: Question) => ObjectValue;

const ANSWERS: Readonly<Record<string, Answer>> = { ...AWS_DATA, ...AZURE_DATA, ...GOOGLE_DATA, ...OTHER_DATA };

/** What the world outside of the estate says; nothing where any value of the right shape will do. */
export function dataAnswer(type: string, config: ObjectValue, context: Context, stack: Stack): ObjectValue {
  const answer = Object.hasOwn(ANSWERS, type) ? ANSWERS[type] : undefined;
  const said = (name: string): string => textIn(config[name]) ?? textIn(context.settings[name]) ?? "";
  return answer?.({ type, config, said, context, stack }) ?? {};
}

function textIn(value: Value | unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
