import { TerraformOutput, TerraformStack } from "cdktf";
import type { StackSource, SynthSource } from "../../synth/source.ts";

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

/** A derived file of that path: the values of the stacks that are in the output, in that order. */
export const deriving = (path: string, ids: readonly string[]): Required<Pick<SynthSource, "derive" | "extract">> => ({
  extract: (document) => (document as { readonly output: { readonly value: { readonly value: string } } }).output.value.value,
  derive: (extractOf) => [{ path, bytes: Buffer.from(ids.map((id) => extractOf(id) ?? "none").join(" ")) }],
});
