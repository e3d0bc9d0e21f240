import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Annotations, Lazy, TerraformIterator, TerraformOutput, Token } from "cdktf";
import { slowAnimal } from "./animal.ts";

/** Stacks that are refused. */
export const faults = [
  slowAnimal("duplicate-ids", (stack) => {
    new S3Bucket(stack, "bucket", { bucket: "a" });
    new S3Bucket(stack, "bucket", { bucket: "b" });
  }),
  slowAnimal("circular-tokens", (stack) => {
    const circle: { value?: unknown } = {};
    circle.value = Lazy.anyValue({ produce: () => ({ again: circle.value }) });
    new TerraformOutput(stack, "circle", { value: circle.value });
  }),
  slowAnimal("circular-objects", (stack) => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    new S3Bucket(stack, "bucket", { bucket: "a", tags: circle as never });
  }),
  slowAnimal("construct-that-throws", (stack) => {
    new S3Bucket(stack, "bucket", { bucket: "a" });
    throw new TypeError(`${stack.node.path}: thrown`);
  }),
  slowAnimal("token-that-throws", (stack) => {
    const bucket = Lazy.stringValue({
      produce: () => {
        throw new Error("cannot be made");
      },
    });
    new S3Bucket(stack, "bucket", { bucket });
  }),
  slowAnimal("function-as-value", (stack) => new TerraformOutput(stack, "output", { value: { inside: () => 1 } })),
  slowAnimal("construct-as-value", (stack) => new S3Bucket(stack, "bucket", { bucket: "a", tags: { a: stack as never } })),
  slowAnimal("list-token-in-text", (stack) => new S3Bucket(stack, "bucket", { bucket: `a-${Token.asList("x")[0]}` })),
  slowAnimal(
    "list-token-with-more",
    (stack) => new TerraformOutput(stack, "list", { value: [...Token.asList(Lazy.anyValue({ produce: () => 1 })), "b"] }),
  ),
  slowAnimal("map-token-in-text", (stack) => new S3Bucket(stack, "bucket", { bucket: "String Map Token Value" })),
  slowAnimal("unknown-token", (stack) => new S3Bucket(stack, "bucket", { bucket: "${TfToken[TOKEN.999999999]}" })),
  slowAnimal("failed-validation", (stack) => stack.node.addValidation({ validate: () => ["not so", "nor so"] })),
  slowAnimal("error-annotation", (stack) => Annotations.of(stack).addError("wrong")),
  slowAnimal("count-and-each", (stack) => {
    new S3Bucket(stack, "bucket", { bucket: "a", count: 1, forEach: TerraformIterator.fromList(["a"]) });
  }),
];
