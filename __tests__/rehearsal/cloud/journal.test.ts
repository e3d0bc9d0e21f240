import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SimulatedCloud } from "../../../rehearsal/cloud/simulated-cloud.ts";
import { decode, encode } from "../../../rehearsal/cloud/store/encoding.ts";
import { Dynamic, type ObjectValue, UNKNOWN, type Value } from "../../../rehearsal/values.ts";
import { make, newFile, openCloud, stackOf } from "./small-estate.ts";

const stack = stackOf("dev");

const anyValue = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant(null),
    fc.string(),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.bigInt(),
    tie("value").map((value) => new Dynamic("string", value)),
    fc.array(tie("value")),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$", "values", "digits")), tie("value")),
  ),
})).value;

describe("encoding", () => {
  it("keeps every value that terraform's state may have", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decode(JSON.parse(JSON.stringify(encode(value))))).toEqual(value);
      }),
    );
  });

  it("stores nothing unknown, at any depth", () => {
    expect(() => make(openCloud().session(stack), "dev/aws_vpc.Vpc", "aws_vpc", { rules: [{ port: UNKNOWN }] })).toThrow(
      /unknown.*choose it/,
    );
  });
});

type Deed = { readonly verb: "make" | "update" | "delete" | "read"; readonly place: number; readonly values: ObjectValue };

const deeds = fc.array(
  fc.record<Deed>({
    verb: fc.constantFrom("make", "update", "delete", "read"),
    place: fc.integer({ min: 0, max: 3 }),
    values: fc.dictionary(fc.constantFrom("cidr", "values", "$"), anyValue, { maxKeys: 2 }),
  }),
  { maxLength: 30 },
);

function perform(cloud: SimulatedCloud, { verb, place, values }: Deed): void {
  const session = cloud.session(stack);
  const address = `dev/aws_vpc.V${place}`;
  const found = cloud.live().find((object) => object.address === address);
  if (verb === "make") make(session, address, "aws_vpc", { id: `vpc-0000000${place}`, ...values });
  else if (found === undefined) return;
  else if (verb === "update") session.update(found, { ...found.values, ...values });
  else if (verb === "delete") session.delete(found);
  else session.read(found.key);
}

describe("the file of a simulated cloud", () => {
  it("tells after any deeds what the memory tells, and what is made next", () => {
    fc.assert(
      fc.property(deeds, (sequence) => {
        const file = newFile();
        const cloud = openCloud({ file });
        for (const deed of sequence) perform(cloud, deed);
        const again = openCloud({ file });
        expect(again.live()).toEqual(cloud.live());
        for (const place of [0, 1, 2, 3]) {
          const begun = (of: SimulatedCloud) => of.session(stack).begin(`dev/aws_vpc.V${place}`, "aws_vpc");
          expect(begun(again)).toEqual(begun(cloud));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is whole after any cut: only what was not answered is missing", () => {
    const file = newFile();
    const cloud = openCloud({ file });
    const lengths = [1, 2, 3].map((n) => {
      make(cloud.session(stack), `dev/aws_vpc.V${n}`, "aws_vpc", { id: `vpc-0000000${n}`, name: "é" });
      return readFileSync(file).length;
    });
    const content = readFileSync(file);
    for (let length = lengths[0] ?? 0; length <= content.length; length++) {
      writeFileSync(file, content.subarray(0, length));
      const whole = lengths.filter((end) => end <= length).length;
      expect(openCloud({ file }).live()).toHaveLength(whole);
    }
  });

  it("goes on after a half line as if that had never been written", () => {
    const file = newFile();
    make(openCloud({ file }).session(stack), "dev/aws_vpc.V1", "aws_vpc", { id: "vpc-00000001" });
    appendFileSync(file, '{"event":"deleted","key":"dev/aws');
    make(openCloud({ file }).session(stack), "dev/aws_vpc.V2", "aws_vpc", { id: "vpc-00000002" });
    const keys = openCloud({ file })
      .live()
      .map(({ key }) => key);
    expect(keys).toEqual(["dev/aws_vpc.V1", "dev/aws_vpc.V2"]);
  });

  it("is as short as it can be when it is opened", () => {
    const file = newFile();
    const session = openCloud({ file }).session(stack);
    const key = make(session, "dev/aws_vpc.V1", "aws_vpc", { id: "vpc-00000001" });
    for (const cidr of ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"])
      session.update({ key, type: "aws_vpc" }, { id: "vpc-00000001", cidr });
    openCloud({ file });
    const events = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).event);
    expect(events).toEqual(["history", "made", "seen"]);
  });

  it("says which line is none of its own", () => {
    const file = newFile();
    writeFileSync(file, '{"event":"history","generations":{},"tries":{},"gone":[]}\nnonsense\n');
    expect(() => openCloud({ file })).toThrow(/cloud\.jsonl:2: no line of a simulated cloud .*rehearse in an empty folder/);
  });
});
