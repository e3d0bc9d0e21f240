import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Fn, Lazy, TerraformOutput, type TerraformStack, Token } from "cdktf";
import fc from "fast-check";
import { expect, it } from "vitest";
import { byCdktf, byEngine } from "./oracle.ts";
import { animal } from "./zoo/animal.ts";

/** What a value is made of before there is a stack to make it in. */
type Recipe =
  | { readonly is: string | number | boolean }
  | { readonly token: "id" | "list" | "number" | "lazy" | "json" | "join" }
  | { readonly text: readonly Recipe[] }
  | { readonly list: readonly Recipe[] }
  | { readonly map: Readonly<Record<string, Recipe>> };

const piece = fc.constantFrom("a", "-", "${", "}", "$${", "%{", "{", '"', "\\", "\n", "é", " ", "e+1", "TfToken[", "upper(");
const text = fc.oneof(
  fc.string(),
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
);
const plain = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), fc.boolean());
const token = fc.constantFrom("id", "list", "number", "lazy", "json", "join");
const textual = fc.oneof(
  text.map((is) => ({ is })),
  fc.constantFrom("id", "lazy", "join").map((name) => ({ token: name })),
);
const { recipe } = fc.letrec<{ recipe: Recipe }>((tie) => ({
  recipe: fc.oneof(
    { depthSize: "small" },
    plain.map((is) => ({ is })),
    token.map((name) => ({ token: name }) as Recipe),
    fc.array(textual, { maxLength: 4 }).map((parts) => ({ text: parts }) as Recipe),
    fc.array(tie("recipe"), { maxLength: 3 }).map((list) => ({ list })),
    fc.dictionary(text, tie("recipe"), { maxKeys: 3 }).map((map) => ({ map })),
  ),
}));

function make(made: Recipe, zones: DataAwsAvailabilityZones): unknown {
  if ("is" in made) return made.is;
  if ("list" in made) return made.list.map((item) => make(item, zones));
  if ("map" in made) return Object.fromEntries(Object.entries(made.map).map(([key, item]) => [key, make(item, zones)]));
  if ("text" in made) return made.text.map((part) => String(make(part, zones))).join("");
  const tokens = {
    id: () => zones.id,
    list: () => zones.names,
    number: () => Token.asNumber(zones.id),
    lazy: () => Lazy.stringValue({ produce: () => `lazy ${zones.id}` }),
    json: () => Fn.jsonencode({ a: zones.names, b: `x-${zones.id}` }),
    join: () => Fn.join(",", [zones.id, "b"]),
  };
  return tokens[made.token]();
}

/** Random values where any value may stand, and where only text may. */
function fill(stack: TerraformStack, any: Recipe, tags: Readonly<Record<string, Recipe>>): void {
  const zones = new DataAwsAvailabilityZones(stack, "zones", { state: "available" });
  const made = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, make(value, zones) as string]));
  new S3Bucket(stack, "bucket", { bucket: make(any, zones) as string, tags: made });
  const ebsBlockDevice = Object.values(made).map((deviceName, index) => ({ deviceName, volumeSize: index, tags: made }));
  new Instance(stack, "machine", { ami: zones.id, tags: made, ebsBlockDevice, metadataOptions: { httpTokens: zones.id } });
  new TerraformOutput(stack, "any", { value: make(any, zones) });
}

it("writes random stacks as cdktf does, or refuses them in its words", () => {
  const tags = fc.dictionary(
    text,
    fc.oneof(
      textual as fc.Arbitrary<Recipe>,
      fc.array(textual, { maxLength: 3 }).map((parts) => ({ text: parts }) as Recipe),
    ),
    {
      maxKeys: 4,
    },
  );
  fc.assert(
    fc.property(recipe, tags, (any, given) => {
      const [, { source }] = animal("random", (stack) => fill(stack, any, given));
      expect(byEngine(source).outcome).toEqual(byCdktf(source));
    }),
    { seed: 11, numRuns: 400 },
  );
}, 60_000);
