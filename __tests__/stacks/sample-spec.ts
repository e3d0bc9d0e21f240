import type { PlacedSpec } from "../../stacks/stack-spec.ts";

/** A spec that holds nothing and cannot be built, with `changes`. */
export const sampleSpec = (changes: Partial<PlacedSpec> & Pick<PlacedSpec, "id">): PlacedSpec => ({
  layer: "data",
  environment: "dev",
  place: {
    organization: "acme",
    environment: "dev",
    cloud: "aws",
    region: "us-east-1",
    account: { cloud: "aws", accountId: "1".repeat(12) },
  },
  consumes: [],
  publishes: [],
  execution: "remote",
  credentials: ["aws"],
  terraform: { version: "1.11.4", backend: "cloud", hostname: "app.terraform.io", organization: "acme" },
  tags: {},
  input: {},
  build: () => {
    throw new Error("the graph must be known without building anything");
  },
  ...changes,
});
