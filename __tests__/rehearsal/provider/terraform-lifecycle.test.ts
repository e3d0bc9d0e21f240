import { beforeEach, expect, it } from "vitest";
import { CloudError } from "../../../rehearsal/cloud/session.ts";
import { describeWithTerraform } from "../terraform.ts";
import { MemorySession } from "./memory-session.ts";
import { SCHEMAS } from "./schemas.ts";
import { type Run, TerraformFolder } from "./terraform-folder.ts";

let session: MemorySession;
let folder: TerraformFolder;

beforeEach(async () => {
  session = new MemorySession({
    identity: { test_thing: ["kind"], test_values: ["no_such_attribute"] },
    answers: { test_thing: { id: "found", tags: { a: "1" }, nothing_of_it: 1 } },
    existing: { "thing-7": { id: "thing-7", name: "old" } },
  });
  folder = await TerraformFolder.open(SCHEMAS, session);
});

const KEY = "main/test_thing.a";

const thing = (body: string, name = "a") => `
resource "test_thing" "${name}" {
  rehearsal_address = "main/test_thing.${name}"
  ${body}
}
`;

async function applied(configuration: string): Promise<Run> {
  folder.write(configuration);
  const run = await folder.apply();
  expect(run.problems, run.text).toEqual([]);
  expect((await folder.plan()).code).toBe(0);
  return run;
}

const actions = ({ messages }: Run) =>
  messages.flatMap(({ type, change }) => (type === "planned_change" && change ? [`${change.action} ${change.resource.addr}`] : []));

describeWithTerraform("a resource's life through real terraform", () => {
  it("is changed in place, keeping what was chosen, and replaced when its identity changes", async () => {
    await applied(thing('name = "one"\n kind = "k"') + thing("name = test_thing.a.arn", "b"));
    expect(session.objects.get(KEY)).toMatchObject({ arn: `${KEY}:arn`, kind: "k" });
    const changed = await applied(thing('name = "two"\n links = ["x"]') + thing("name = test_thing.a.arn", "b"));
    expect(actions(changed)).toEqual(["update test_thing.a"]);
    expect(session.objects.get(KEY)).toMatchObject({ name: "two", links: ["x"], arn: `${KEY}:arn`, kind: "k" });
    const replaced = await applied(
      thing('kind = "other"\n lifecycle {\n create_before_destroy = true\n }') + thing("name = test_thing.a.arn", "b"),
    );
    expect(actions(replaced).sort()).toEqual(["replace test_thing.a", "update test_thing.b"]);
    expect([...session.objects.keys()]).toEqual(["main/test_thing.b", `${KEY}#2`]);
    expect(session.objects.get("main/test_thing.b")?.name).toBe(`${KEY}#2:arn`);
  });

  it("keeps computed members of the elements of a set that stay", async () => {
    const members = (...names: string[]) => `resource "test_blocks" "s" {
      rehearsal_address = "main/test_blocks.s"
      ${names.map((name) => `members {\n name = "${name}"\n }`).join("\n")}
    }`;
    await applied(members("a", "b"));
    const before = Object(folder.state()["test_blocks.s"]?.members);
    await applied(members("0", "b", "c"));
    const after = Object(folder.state()["test_blocks.s"]?.members);
    const made = (list: { name: string; made: string }[], wanted: string) => list.find(({ name }) => name === wanted)?.made;
    expect(made(after, "b")).toBe(made(before, "b"));
  });

  it("is tainted when it was made and the cloud reported a failure, and made anew", async () => {
    session.refusals.set(`create ${KEY}`, new CloudError("Timeout", "gave up waiting", { made: true }));
    folder.write(thing('name = "one"'));
    const failed = await folder.apply();
    expect(failed.problems).toMatchObject([{ severity: "error", summary: "Timeout", detail: "gave up waiting", address: "test_thing.a" }]);
    expect(folder.state()["test_thing.a"]).toMatchObject({ id: `${KEY}:id` });
    session.refusals.clear();
    expect(actions(await applied(thing('name = "one"')))).toEqual(["replace test_thing.a"]);
    expect([...session.objects.keys()]).toEqual([KEY]);
  });

  it("stays as it was when a change or a delete is refused, and takes a change reported as failed", async () => {
    await applied(thing('name = "one"'));
    session.refusals.set(`update ${KEY}`, new CloudError("Denied", "not now", { path: ["name"] }));
    session.refusals.set(`delete ${KEY}`, new CloudError("DependencyViolation", "still in use"));
    folder.write(thing('name = "two"'));
    expect((await folder.apply()).problems).toMatchObject([{ summary: "Denied", snippet: { code: '  name = "two"' } }]);
    expect(folder.state()["test_thing.a"]).toMatchObject({ name: "one" });
    expect((await folder.destroy()).problems).toMatchObject([{ summary: "DependencyViolation", detail: "still in use" }]);
    expect(folder.state()["test_thing.a"]).toMatchObject({ name: "one" });
    session.refusals.set(`update ${KEY}`, new CloudError("Late", "changed, and not told", { made: true }));
    expect((await folder.apply()).problems).toMatchObject([{ summary: "Late" }]);
    expect(folder.state()["test_thing.a"]).toMatchObject({ name: "two" });
    session.refusals.clear();
    expect((await folder.plan()).code).toBe(0);
    expect((await folder.destroy()).code).toBe(0);
    expect(session.objects.size).toBe(0);
  });

  it("is planned again when it is gone from the cloud, and drift is put right", async () => {
    await applied(thing('name = "one"') + thing('name = "two"', "b"));
    session.objects.delete(KEY);
    session.objects.set("main/test_thing.b", { ...session.objects.get("main/test_thing.b"), name: "by hand" });
    const plan = await folder.plan();
    expect(plan.code).toBe(2);
    expect(actions(plan).sort()).toEqual(["create test_thing.a", "update test_thing.b"]);
    await applied(thing('name = "one"') + thing('name = "two"', "b"));
    expect(session.objects.get("main/test_thing.b")?.name).toBe("two");
  });

  it("is moved within its type, and imported with what the cloud knows of it", async () => {
    await applied(thing('name = "one"'));
    const imported = 'import {\n to = test_thing.c\n id = "thing-7"\n}';
    const moved = "moved {\n from = test_thing.a\n to = test_thing.b\n}";
    const run = await applied(`${thing('name = "one"', "b")}${thing('name = "new"\n kind = "k"', "c")}${moved}\n${imported}`);
    expect(run.messages.find(({ type }) => type === "change_summary")?.changes).toMatchObject({ add: 0, change: 2, remove: 0, import: 1 });
    expect(folder.state()["test_thing.b"]).toMatchObject({ id: `${KEY}:id` });
    expect(folder.state()["test_thing.c"]).toMatchObject({ id: "thing-7", name: "new", arn: "existing/test_thing/thing-7:arn" });
    expect((await folder.destroy()).code).toBe(0);
    expect(session.objects.size).toBe(0);
  });

  it("reads data sources and opens ephemeral resources, which feed write-only arguments and are not stored", async () => {
    const configuration = `
      data "test_thing" "found" {
        name = "n"
        filter {
          name = "f"
        }
      }
      data "test_thing" "later" {
        name = test_thing.a.arn
        tags = { mine = "yes" }
      }
      ephemeral "test_password" "p" {
        length = 20
      }
      resource "test_values" "v" {
        rehearsal_address = "main/test_values.v"
        text              = data.test_thing.found.id
        number            = data.test_thing.found.size
        labels            = data.test_thing.found.tags
        texts             = [data.test_thing.found.filter[0].matched, data.test_thing.later.tags.mine]
        password_wo       = ephemeral.test_password.p.result
      }`;
    await applied(configuration + thing(""));
    const values = session.objects.get("main/test_values.v");
    expect(values).toMatchObject({ text: "found", labels: { a: "1" }, password_wo: null });
    expect(values?.texts).toEqual([expect.stringMatching(/^data\/test_thing\/[0-9a-f]{16}:filter\.0\.matched$/), "yes"]);
    expect(session.choices.some(({ object, path }) => object.key.startsWith("ephemeral/test_password/") && path[0] === "result")).toBe(
      true,
    );
    expect(JSON.stringify(folder.state())).not.toContain("ephemeral/");
  });

  it("keeps what an older schema wrote, as far as the schema still has it", async () => {
    await applied(`resource "test_values" "v" {
      rehearsal_address = "main/test_values.v"
      number            = 9007199254740993
      anything          = { fraction = 0.1, big = 9007199254740993 }
    }`);
    folder.rewriteState((state) => state.replace('"flag": null', '"flag": "true", "dropped": 1').replace(/"ratio": [^,]*,/, ""));
    const plan = await folder.plan();
    expect(plan.problems).toEqual([]);
    expect(plan.code).toBe(0);
  });
});
