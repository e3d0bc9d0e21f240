import { TerraformOutput, TerraformStack } from "cdktf";
import type { StackSource } from "../../synth/source.ts";

/** A stack without providers whose one output is `value`; `fail` makes building it throw. */
export function source(id: string, value: string, options: { consumes?: string[]; fail?: Error } = {}): StackSource {
  return {
    id,
    consumes: (options.consumes ?? []).map((producer) => ({ id: producer })),
    build(scope) {
      if (options.fail) throw options.fail;
      const stack = new TerraformStack(scope, id);
      new TerraformOutput(stack, "value", { value });
      return stack;
    },
  };
}

export const silent = { onProgress: () => undefined, onWait: () => undefined };
