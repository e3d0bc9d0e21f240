import { describe, expect, it } from "vitest";
import { readJournal } from "../../../rehearsal/cloud/store/journal.ts";
import { make, newFile, openCloud, stackOf } from "./small-estate.ts";

const stack = stackOf("dev");
const address = 'dev/aws_vpc.Vpc["a#2"]';
const values = { id: "vpc-00000001" };
const object = (key: string) => ({ key, type: "aws_vpc" });

describe("what is made at an address", () => {
  it("is, after a run was cut off before its state was written, the object that was made then", () => {
    const file = newFile();
    make(openCloud({ file }).session(stack), address, "aws_vpc", values);
    const cloud = openCloud({ file });
    expect(make(cloud.session(stack), address, "aws_vpc", { ...values, cidr_block: "10.0.0.0/16" })).toBe(address);
    expect(cloud.live().map(({ values: { cidr_block } }) => cidr_block)).toEqual(["10.0.0.0/16"]);
  });

  it("is not in its own way when it is found again, though its name is taken: by itself", () => {
    const session = openCloud().session(stack);
    const role = { id: "app", name: "app" };
    make(session, "dev/aws_iam_role.A", "aws_iam_role", role);
    expect(() => make(session, "dev/aws_iam_role.A", "aws_iam_role", role)).not.toThrow();
  });

  it.each([
    ["read", (session: ReturnType<typeof open>) => void session.read(address)],
    ["updated", (session: ReturnType<typeof open>) => session.update(object(address), values)],
  ])("is another one beside the one that terraform came back with, %s", (_, comeBack) => {
    const cloud = openCloud();
    const session = cloud.session(stack);
    make(session, address, "aws_vpc", values);
    comeBack(session);
    expect(make(session, address, "aws_vpc", { id: "vpc-00000002" })).toBe(`${address}#2`);
    expect(cloud.live().map(({ generation }) => generation)).toEqual([1, 2]);
  });

  it("is another one after a delete, also in a later process", () => {
    const file = newFile();
    const first = openCloud({ file }).session(stack);
    make(first, address, "aws_vpc", values);
    first.delete(object(address));
    expect(openCloud({ file }).session(stack).begin(address, "aws_vpc").key).toBe(`${address}#2`);
  });

  it("is a third one while the second lives, and the first was deleted", () => {
    const session = openCloud().session(stack);
    make(session, address, "aws_vpc", values);
    session.read(address);
    const second = make(session, address, "aws_vpc", { id: "vpc-00000002" });
    session.delete(object(address));
    session.read(second);
    expect(session.begin(address, "aws_vpc").key).toBe(`${address}#3`);
  });

  it("is no new one because a create was refused", () => {
    const session = openCloud().session(stack);
    expect(session.begin(address, "aws_vpc")).toEqual(session.begin(address, "aws_vpc"));
  });
});

describe("what is gone", () => {
  it("reads as nothing, is no error to delete, and cannot be changed", () => {
    const session = openCloud().session(stack);
    expect(session.read("dev/aws_vpc.Gone")).toBeUndefined();
    expect(() => session.delete(object("dev/aws_vpc.Gone"))).not.toThrow();
    expect(() => session.update(object("dev/aws_vpc.Gone"), values)).toThrow(/NotFound: it does not live; plan again/);
  });
});

describe("whoever listens", () => {
  it("hears of each change after it is stored", () => {
    const file = newFile();
    const heard: unknown[] = [];
    const onChange = (count: number, key: string) => heard.push([count, key, readJournal(file).at(-1)?.event]);
    const cloud = openCloud({ file, onChange });
    const session = cloud.session(stack);
    make(session, address, "aws_vpc", values);
    session.read(address);
    session.read(address);
    session.update(object(address), values);
    session.delete(object(address));
    expect(heard).toEqual([
      [1, address, "made"],
      [2, address, "changed"],
      [3, address, "deleted"],
    ]);
    expect(readJournal(file).map(({ event }) => event)).toEqual(["history", "made", "seen", "changed", "deleted"]);
    expect(cloud.stats).toEqual({ made: 1, changed: 1, deleted: 1, refused: 0 });
  });
});

function open() {
  return openCloud().session(stack);
}
