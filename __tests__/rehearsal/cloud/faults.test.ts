import { describe, expect, it } from "vitest";
import type { Attempt } from "../../../rehearsal/cloud/faults.ts";
import { faultsAt } from "../../../rehearsal/cloud/faults.ts";
import { ADDRESS, CloudError } from "../../../rehearsal/cloud/session.ts";
import { make, newFile, openCloud, stackOf } from "./small-estate.ts";

const attempt = (change: Partial<Attempt> = {}): Attempt => ({
  operation: "create",
  key: "dev/aws_vpc.Vpc",
  address: 'dev/aws_vpc.Vpc["a/b"]',
  before: 0,
  irreplaceable: false,
  ...change,
});

describe("a named fault", () => {
  it.each(['dev/aws_vpc.Vpc["a/b"]', "dev/aws_vpc.Vpc", "aws_vpc.Vpc", "*/aws_vpc.*", "dev/*", "aws_vpc.*"])(
    "%s fails the resource",
    (pattern) => {
      expect(faultsAt({ fail: [pattern] })(attempt())).toBe("refused");
    },
  );

  it.each(["prod/aws_vpc.Vpc", "aws_vpc.Vpc2", "aws_subnet.*", "dev"])("%s does not", (pattern) => {
    expect(faultsAt({ fail: [pattern] })(attempt())).toBeUndefined();
  });

  it("does nothing, says so, and holds for create, update and delete", () => {
    const file = newFile();
    const key = make(openCloud({ file }).session(stackOf("dev")), "dev/aws_vpc.A", "aws_vpc", { id: "vpc-00000001" });
    const cloud = openCloud({ file, faults: { fail: ["aws_vpc.*"] } });
    const session = cloud.session(stackOf("dev"));
    const before = cloud.live();
    const message = /InternalFailure: a fault of this rehearsal's, nothing was done; rehearse on to recover/;
    expect(() => make(session, "dev/aws_vpc.B", "aws_vpc", { id: "vpc-00000002" })).toThrow(message);
    expect(() => session.update({ key, type: "aws_vpc" }, { id: "vpc-00000001", tags: {} })).toThrow(message);
    expect(() => session.delete({ key, type: "aws_vpc" })).toThrow(message);
    expect(cloud.live()).toEqual(before);
  });

  it("fails what was imported by the address it has now", () => {
    const session = openCloud({ faults: { fail: ["github_repository.Platform"] } }).session(stackOf("github"));
    const { object } = session.import("github_repository", "platform");
    const values = { id: "platform", name: "platform", [ADDRESS]: "github/github_repository.Platform" };
    expect(() => session.update(object, values)).toThrow(/updating github_repository \(platform\): 500: a fault/);
  });
});

/** Which of forty creates fail, and how. */
function outcomes(file: string, seed: number, stack = stackOf("dev")): string[] {
  const session = openCloud({ file, faults: { fail: [], random: { probability: 0.4, seed } } }).session(stack);
  return Array.from({ length: 40 }, (_, n) => {
    try {
      make(session, `dev/aws_vpc.V${n}`, "aws_vpc", { id: `vpc-1000000${n}` });
      return "fine";
    } catch (error) {
      return error instanceof CloudError && error.options.made ? "made" : "refused";
    }
  });
}

describe("random faults", () => {
  it("are the same for the same seed, other for another", () => {
    expect(outcomes(newFile(), 7)).toEqual(outcomes(newFile(), 7));
    expect(outcomes(newFile(), 8)).not.toEqual(outcomes(newFile(), 7));
  });

  it("are of both kinds, about as many as asked for", () => {
    const found = Array.from({ length: 10 }, (_, seed) => outcomes(newFile(), seed)).flat();
    const share = (outcome: string) => found.filter((one) => one === outcome).length / found.length;
    expect(share("fine")).toBeCloseTo(0.6, 0.5);
    expect(share("made")).toBeCloseTo(0.2, 0.5);
    expect(share("refused")).toBeCloseTo(0.2, 0.5);
  });

  it("are others the next time, as a later process knows how often was tried", () => {
    const file = newFile();
    const first = outcomes(file, 7);
    const second = outcomes(file, 7);
    const failedTwice = first.filter((outcome, n) => outcome === "refused" && second[n] !== "fine");
    expect(failedTwice.length).toBeLessThan(first.filter((outcome) => outcome === "refused").length);
  });

  it("leave what is made with a failure to be found", () => {
    const file = newFile();
    const stayed = outcomes(file, 7).filter((outcome) => outcome !== "refused").length;
    expect(openCloud({ file }).live()).toHaveLength(stayed);
  });

  it("never make with a failure what terraform may not replace", () => {
    const lifecycle = { prevent_destroy: true };
    const names = Array.from({ length: 40 }, (_, n) => [`V${n}`, { lifecycle }] as const);
    const stack = stackOf("dev", { resource: { aws_vpc: Object.fromEntries(names) } });
    const found = Array.from({ length: 5 }, (_, seed) => outcomes(newFile(), seed, stack)).flat();
    expect(found).toContain("refused");
    expect(found).not.toContain("made");
  });
});
