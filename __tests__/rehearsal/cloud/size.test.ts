import { describe, expect, it } from "vitest";
import { make, newFile, openCloud, stackOf } from "./small-estate.ts";

const OBJECTS = 3000;

/** A subnet's worth of attributes, all in the one network, with names of their own. */
function values(n: number) {
  const own = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`attribute_${index}`, `${n}-${index}`]));
  return { id: `subnet-${String(n).padStart(8, "0")}`, vpc_id: "vpc-0a1b2c3d", region: "us-east-1", ...own };
}

describe("an estate's worth of objects", () => {
  it("is made, read, changed, found again and deleted in seconds of a processor's time", () => {
    const file = newFile();
    const stack = stackOf("dev");
    const before = process.cpuUsage();
    const session = openCloud({ file }).session(stack);
    make(session, "dev/aws_vpc.V", "aws_vpc", { id: "vpc-0a1b2c3d" });
    const keys = Array.from({ length: OBJECTS }, (_, n) => make(session, `dev/aws_subnet.S${n}`, "aws_subnet", values(n)));
    for (const key of keys) session.read(key);
    for (const [n, key] of keys.entries()) session.update({ key, type: "aws_subnet" }, { ...values(n), changed: true });
    const again = openCloud({ file }).session(stack);
    for (const key of keys) again.delete({ key, type: "aws_subnet" });
    again.delete({ key: "dev/aws_vpc.V", type: "aws_vpc" });
    const { user, system } = process.cpuUsage(before);
    // One or two, and a part of the garbage of other files that ran in the same process.
    expect((user + system) / 1e6).toBeLessThan(4);
    expect(openCloud({ file }).live()).toEqual([]);
  });
});
