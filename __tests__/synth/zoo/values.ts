import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import {
  conditional,
  Fn,
  Lazy,
  Op,
  propertyAccess,
  rawString,
  ref,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  type TerraformStack,
  Token,
} from "cdktf";
import { animal, slowAnimal } from "./animal.ts";

const bucket = (stack: TerraformStack, tags: Record<string, string>): S3Bucket => new S3Bucket(stack, "bucket", { bucket: "b", tags });
const zones = (stack: TerraformStack): DataAwsAvailabilityZones => new DataAwsAvailabilityZones(stack, "zones", { state: "available" });

/** A token that modules make, and that a stack is the first to write. */
const modules = ref("path.module");

/** Values of every kind. */
export const values = [
  animal("text", (stack) =>
    bucket(stack, {
      "10": "ten",
      "9": "nine",
      quotes: 'say "hi" \\ / back',
      lines: "a\nb\r\n\tc\u0000\u001f\u007f",
      unicode: "é ☃ 𝒳 \u2028\u2029 \ud800 \udfff",
      braces: "${foo} $${bar} %{ if x } }{",
      numeric: "1e+5 and 3e+289 2e-5",
      empty: "",
    }),
  ),
  animal("tokens-in-text", (stack) => {
    const { id, names } = zones(stack);
    bucket(stack, {
      only: id,
      two: `${id}${id}`,
      around: `a-${id}-b`,
      [`key-${id}`]: "in a key",
      inside: `\${upper("${id}")}-\${lower("x")}-${id}`,
      closed: `} ${id} { ${id} }`,
      escaped: `$\${POD} ${id} %{x}`,
      first: Fn.element(names, 0),
      call: `x-${Fn.join(",", names)}-${Fn.upper(id)}`,
      insideCall: `\${foo ${Fn.upper(id)}}`,
    });
  }),
  animal("functions", (stack) => {
    const { id, names } = zones(stack);
    bucket(stack, {
      json: Fn.jsonencode({ a: id, b: [1, "two", { three: names }], c: null, d: true }),
      lookup: Fn.lookup({ a: "b", c: id }, "a", "d"),
      join: Fn.join("-", ["a", id, `b-${id}`]),
      raw: Fn.join("", [Fn.rawString('"${x}"') as never, rawString("a\nb") as never]),
      nested: Fn.replace(Fn.trimspace(` ${id} `), "/a/", "b"),
      template: Fn.templatefile("f.tpl", { x: id, y: names }),
      merge: Token.asString(Fn.merge([{ a: "1" }, { b: id }])),
    });
  }),
  animal("operators", (stack) => {
    const { id } = zones(stack);
    bucket(stack, {
      sum: Token.asString(Op.add(1, id)),
      not: Token.asString(Op.not(Op.eq(id, "x"))),
      minus: Token.asString(Op.negate(Op.div(id, 2))),
      choice: Token.asString(conditional(Op.gt(id, 3), "a", `b-${id}`)),
      access: Token.asString(propertyAccess(id, ["a", 0, "b c", "*"])),
    });
  }),
  animal("numbers", (stack) => {
    const { id } = zones(stack);
    const port = Token.asNumber(id);
    new SecurityGroup(stack, "group", {
      ingress: [
        { fromPort: port, toPort: 65535, protocol: "tcp", cidrBlocks: [`port ${port}`] },
        { fromPort: -1, toPort: 0, protocol: "-1" },
      ],
    });
    new TerraformOutput(stack, "numbers", { value: [1.5, -0, 1e21, 1e-7, -123, Number.MAX_SAFE_INTEGER, port, Token.asNumberList(id)] });
  }),
  animal("collections", (stack) => {
    const { id, names } = zones(stack);
    new Instance(stack, "machine", { ami: "a", vpcSecurityGroupIds: Token.asList(id), securityGroups: names });
    new Vpc(stack, "net", { cidrBlock: "10.0.0.0/16", tags: Token.asStringMap(id) as never });
    new TerraformOutput(stack, "maps", {
      value: {
        any: Token.asAnyMap(id),
        numbers: Token.asNumberMap(id),
        booleans: Token.asBooleanMap(id),
        list: [],
        map: {},
      },
    });
  }),
  animal("lazy", (stack) => {
    const { id } = zones(stack);
    new Instance(stack, "machine", {
      ami: Lazy.stringValue({ produce: () => `ami-${id}` }),
      securityGroups: Lazy.listValue({ produce: () => ["a", id] }),
      cpuOptions: { coreCount: Lazy.numberValue({ produce: () => 2 }) },
      tags: Lazy.anyValue({ produce: () => ({ a: id }) }) as never,
      ebsBlockDevice: Lazy.anyValue({ produce: () => [{ device_name: "x" }] }) as never,
      metadataOptions: Lazy.anyValue({ produce: () => ({ http_tokens: "required" }) }) as never,
    });
  }),
  animal("nothing", (stack) => {
    new Instance(stack, "machine", { ami: "a", tags: {}, securityGroups: [], ebsBlockDevice: [], userData: undefined });
    new TerraformOutput(stack, "null", { value: Token.nullValue() });
    new TerraformOutput(stack, "undefined", { value: { a: undefined, b: [undefined, 1] } });
  }),
  animal("objects", (stack) => {
    class Point {
      readonly x = 1;
      readonly hidden = undefined;
    }
    new TerraformOutput(stack, "instances", { value: { point: new Point(), bare: Object.assign(Object.create(null), { a: 1 }) } });
    bucket(stack, new Point() as never);
  }),
  animal("locals", (stack) => {
    const local = new TerraformLocal(stack, "local", { a: [zones(stack).id], "e+1": 1 });
    new TerraformOutput(stack, "local-value", { value: local.expression });
    bucket(stack, { part: `${local.asString}-x`, where: `${modules}/x`, list: Fn.join(",", local.asList) });
  }),
  animal("a-dynamic-block-out-of-place", (stack) => bucket(stack, { a: [TerraformIterator.fromList(["a"]).dynamic({})] as never })),
  slowAnimal("a-date", (stack) => {
    bucket(stack, { date: new Date(0) as never });
    new S3Bucket(stack, "again", { bucket: "b" });
    new S3Bucket(stack, "made-later", {
      bucket: Lazy.stringValue({
        produce: () => {
          if (stack.node.tryFindChild("late") === undefined) new S3Bucket(stack, "late", { bucket: "late" });
          return "made";
        },
      }),
    });
  }),
];
