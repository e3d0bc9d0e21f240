import { describe, expect, it } from "vitest";
import { Repository, reportOf, type Stack, stack } from "./repository.ts";

const summary = (before: Stack, after: Stack): string[] =>
  reportOf(before, after).stacks.flatMap(({ resources }) =>
    resources.map(({ address, action, renamedFrom, renamedTo }) => [action, address, renamedFrom ?? renamedTo].filter(Boolean).join(" ")),
  );

const texts = (before: Stack, after: Stack): string[] => reportOf(before, after).warnings.map(({ level, text }) => `${level}: ${text}`);

describe("resources", () => {
  it("finds what comes, changes and goes, data sources too, and no change of comments", () => {
    const before = stack(
      { x_a: { Same: { "//": { metadata: 1 }, v: 1 }, Changed: { v: 1 }, Gone: { v: 3 } } },
      { data: { x_d: { D: { v: 1 } } }, "//": { metadata: 1 } },
    );
    const after = stack(
      { x_a: { Same: { "//": { metadata: 2 }, v: 1 }, Changed: { v: 2 }, New: { v: 4 } } },
      { data: { x_d: { D: { v: 2 } } }, "//": { metadata: 2 } },
    );
    expect(summary(before, after)).toEqual(["changed data.x_d.D", "changed x_a.Changed", "removed x_a.Gone", "added x_a.New"]);
  });

  it("says that a new address destroys and creates", () => {
    const before = stack({ aws_s3_bucket: { Old: { bucket: "b" } } });
    const after = stack({ aws_s3_bucket: { New: { bucket: "b" } } });
    expect(summary(before, after)).toEqual(["added aws_s3_bucket.New aws_s3_bucket.Old", "removed aws_s3_bucket.Old aws_s3_bucket.New"]);
    expect(texts(before, after)).toEqual([
      "danger: aws_s3_bucket.Old is now aws_s3_bucket.New with the same content: terraform destroys the one and creates the other; keep the address, or move the state (moved block, or terraform state mv)",
    ]);
  });

  it("sees through references to what was renamed too, but takes nothing for a rename that may be another thing", () => {
    const pair = (name: string) => ({
      aws_s3_bucket: { [name]: { bucket: "b" } },
      aws_s3_bucket_policy: { [name]: { bucket: `\${aws_s3_bucket.${name}.id}` } },
    });
    expect(summary(stack(pair("Old")), stack(pair("New"))).filter((row) => row.includes("policy"))).toEqual([
      "added aws_s3_bucket_policy.New aws_s3_bucket_policy.Old",
      "removed aws_s3_bucket_policy.Old aws_s3_bucket_policy.New",
    ]);
    const routes = (...names: string[]) => ({
      aws_route: Object.fromEntries(names.map((name) => [name, { table: `\${aws_table.${name}.id}` }])),
    });
    expect(summary(stack(routes("A", "B")), stack(routes("C", "D"))).filter((row) => row.split(" ").length > 2)).toEqual([]);
  });

  it("keeps the state where a moved block says so, through chains and with changes", () => {
    const before = stack({ aws_s3_bucket: { Old: { bucket: "b", force_destroy: false } } });
    const moved = [
      { from: "aws_s3_bucket.Old", to: "aws_s3_bucket.Middle" },
      { from: "${aws_s3_bucket.Middle}", to: "${aws_s3_bucket.New}" },
    ];
    const after = stack({ aws_s3_bucket: { New: { bucket: "b", force_destroy: false } } }, { moved });
    expect(summary(before, after)).toEqual(["moved aws_s3_bucket.New aws_s3_bucket.Old"]);
    expect(texts(before, after)).toEqual([]);
    const replaced = stack({ aws_s3_bucket: { New: { bucket: "c", force_destroy: false } } }, { moved });
    expect(texts(before, replaced)).toEqual(["danger: aws_s3_bucket.New is replaced: destroyed and created, because of bucket"]);
  });

  it("takes a moved block of another resource for nothing", () => {
    const before = stack({ aws_s3_bucket: { Old: { bucket: "b" } } });
    const after = stack({ aws_s3_bucket: { New: { bucket: "b" } } }, { moved: { from: "aws_s3_bucket.Other", to: "aws_s3_bucket.New" } });
    expect(summary(before, after).map((row) => row.split(" ")[0])).toEqual(["added", "removed"]);
  });

  it("takes a moved block whose old address is still there for nothing", () => {
    const before = stack({ aws_s3_bucket: { Old: { bucket: "b" } } });
    const moved = [{ from: "aws_s3_bucket.Old", to: "aws_s3_bucket.New" }];
    expect(summary(before, stack({ aws_s3_bucket: { Old: { bucket: "b" }, New: { bucket: "c" } } }, { moved }))).toEqual([
      "added aws_s3_bucket.New",
    ]);
  });

  it("tells what leaves the state from what is destroyed", () => {
    const before = stack({ aws_s3_bucket: { A: { bucket: "a" }, B: { bucket: "b" } } });
    const after = stack(
      { x_y: { Z: {} } },
      {
        removed: [
          { from: "aws_s3_bucket.A", lifecycle: [{ destroy: false }] },
          { from: "aws_s3_bucket.B", lifecycle: { destroy: true } },
        ],
      },
    );
    expect(summary(before, after)).toEqual(["forgotten aws_s3_bucket.A", "removed aws_s3_bucket.B", "added x_y.Z"]);
    expect(texts(before, after)).toEqual([
      "danger: aws_s3_bucket.B is destroyed, with all it holds",
      "care: aws_s3_bucket.A leaves the state and stays in the cloud, without anyone managing it",
    ]);
  });

  it("finds what goes from one stack to another", () => {
    const member = (owner: string) => ({ role: "viewer", tags: { stack: owner } });
    const repository = Repository.create();
    repository
      .stack("a", stack({ x_member: { Old: member("a") }, x_y: { Z: {} } }))
      .stack("b", stack({}))
      .commit();
    repository.stack("a", stack({ x_y: { Z: {} } })).stack("b", stack({ x_member: { New: member("b") } }));
    expect(repository.report().warnings).toMatchObject([
      { level: "care", stack: "a", text: expect.stringMatching(/^x_member.Old comes in b as x_member.New: its state does not follow/) },
    ]);
  });

  it.each<[string, Stack, Stack, string]>([
    [
      "prevent_destroy of a replacement",
      kept("b"),
      kept("c"),
      "danger: aws_s3_bucket.N is replaced: destroyed and created, because of bucket; terraform will refuse (prevent_destroy)",
    ],
    [
      "protection that is switched off",
      { lifecycle: { prevent_destroy: true } },
      { lifecycle: {} },
      "care: can be destroyed from now on: aws_s3_bucket.N (lifecycle.prevent_destroy)",
    ],
    [
      "destruction that is let in",
      { v: 1 },
      { v: 1, force_destroy: true },
      "care: can be destroyed from now on: aws_s3_bucket.N (force_destroy)",
    ],
  ])("warns of %s", (_what, before, after, expected) => {
    expect(texts(stack({ aws_s3_bucket: { N: before } }), stack({ aws_s3_bucket: { N: after } }))).toEqual([expected]);
  });

  it("warns of deletion protection that outlives its block", () => {
    const database = { aws_db_instance: { Db: { deletion_protection: true, lifecycle: { prevent_destroy: true } } } };
    const rest = { x_y: { Z: {} } };
    expect(texts(stack({ ...database, ...rest }), stack(rest))).toEqual([
      "danger: aws_db_instance.Db is destroyed, with all it holds; its deletion protection must be switched off and applied first",
    ]);
    expect(texts(stack(database), stack({}))).toEqual([
      "danger: retired: applying it destroys 1 resource, 1 of them stateful; 1 of them refuse deletion until the stack was applied as `released`",
    ]);
    const released = { aws_db_instance: { Db: { deletion_protection: false, lifecycle: { prevent_destroy: false } } } };
    expect(texts(stack(released), stack({}))).toEqual(["danger: retired: applying it destroys 1 resource, 1 of them stateful"]);
  });

  it("puts those that hold nothing and have a new address into one line", () => {
    const policies = (prefix: string) => ({
      x_policy: Object.fromEntries([1, 2, 3, 4].map((n) => [`${prefix}${n}`, { v: n }])),
    });
    expect(texts(stack(policies("Old")), stack(policies("New")))).toEqual([
      "care: 4 resources with the same content under a new address, destroyed and created: " +
        "x_policy.Old1 is now x_policy.New1, x_policy.Old2 is now x_policy.New2, x_policy.Old3 is now x_policy.New3, 1 more",
    ]);
  });

  it("does not take protection for something that outputs are computed from", () => {
    const database = (on: boolean, more: Stack = {}) =>
      stack(
        {
          aws_db_instance: {
            Db: { deletion_protection: on, skip_final_snapshot: !on, settings: [{ retain_backups_on_delete: on }], ...more },
          },
        },
        { output: { host: { value: "${aws_db_instance.Db.address}" } } },
      );
    expect(reportOf(database(true), database(false)).stacks[0]?.outputs).toEqual([]);
    expect(reportOf(database(true), database(false, { instance_class: "b" })).stacks[0]?.outputs).toHaveLength(1);
  });

  it("does not warn of protection that is switched on", () => {
    const [off, on] = [
      { deletion_protection: false, force_destroy: true },
      { deletion_protection: true, force_destroy: false },
    ];
    expect(texts(stack({ aws_s3_bucket: { N: off } }), stack({ aws_s3_bucket: { N: on } }))).toEqual([]);
  });

  it("warns of a state that is looked for elsewhere, not of another project of the same workspace", () => {
    const cloud = (name: string, project: string) => ({ x_y: {}, terraform: { cloud: { workspaces: { name, project } } } });
    expect(texts(cloud("a", "p"), cloud("b", "p"))).toEqual([
      "danger: its state is looked for elsewhere (terraform.cloud.workspaces.name): move the state first, or everything is created a second time",
    ]);
    expect(texts(cloud("a", "p"), cloud("a", "q"))).toEqual([]);
  });
});

function kept(bucket: string): Stack {
  return { bucket, lifecycle: { prevent_destroy: true } };
}
