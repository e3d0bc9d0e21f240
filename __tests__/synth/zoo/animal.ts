import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import type { StackSource } from "../../../synth/source.ts";

/** A small stack that uses one feature of cdktf. */
export interface Animal {
  readonly source: StackSource;
  /** Whether the quick writer is to write it; what it leaves to cdktf is slower, and right all the same. */
  readonly isQuick: boolean;
}

/** @param build fills a stack that has a provider already */
export const animal = (id: string, build: (stack: TerraformStack) => void, isQuick = true): [string, Animal] => [
  id,
  {
    isQuick,
    source: {
      id,
      consumes: [],
      build(scope) {
        const stack = new TerraformStack(scope, id);
        new AwsProvider(stack, "aws", { region: "us-east-1" });
        build(stack);
      },
    },
  },
];

/** One that cdktf itself has to write. */
export const slowAnimal = (id: string, build: (stack: TerraformStack) => void): [string, Animal] => animal(id, build, false);
