import type { StackSource } from "./source.ts";

/** cdktf's index of the output, which its command line reads: where each stack is and what it comes after. */
export function manifest(version: string, sources: readonly StackSource[]): Buffer {
  const stacks = Object.fromEntries(
    [...sources]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, consumes }) => [
        id,
        {
          annotations: [],
          constructPath: id,
          dependencies: consumes.map((producer) => producer.id).sort(),
          name: id,
          stackMetadataPath: `stacks/${id}/metadata.json`,
          synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
          workingDirectory: `stacks/${id}`,
        },
      ]),
  );
  return Buffer.from(`${JSON.stringify({ stacks, version }, undefined, 2)}\n`);
}
