import { describe, expect, it } from "vitest";
import { Repository, read, type Stack, stack } from "./repository.ts";

const vpc = (cidr: string, more: Stack = {}): Stack =>
  stack(
    { aws_vpc: { Net: { cidr_block: cidr, tags: { a: cidr.slice(0, 4) } } } },
    { output: { vpc: { value: "${aws_vpc.Net.id}" }, cidr: { value: cidr }, ...more } },
  );
const cluster = (output: string, more: Stack = {}): Stack => stack({ aws_eks_cluster: { K: { network: read("net", output) } } }, more);

/** A network, a cluster and data that read it, applications that read the cluster, and something else. */
function estate(): Repository {
  const repository = Repository.create()
    .stack("net", vpc("10.0.0.0/16"))
    .stack("k8s", cluster("vpc", { output: { net: { value: read("net", "vpc") }, name: { value: "k" } } }))
    .stack("data", stack({ aws_db_instance: { Db: { subnet: `\${element(${read("net", "cidr").slice(2, -1)}, 0)}` } } }))
    .stack("apps", stack({ x_app: { A: { network: read("k8s", "net") } } }))
    .stack("other", stack({ x_y: { Z: {} } }))
    .atlantis(["net", []], ["k8s", ["net"]], ["data", ["net"]], ["apps", ["k8s"]], ["other", []]);
  repository.commit();
  return repository;
}

const steps = (repository: Repository, ...args: string[]): string[] =>
  repository.report(...args).steps.map(({ action, commands }) => `${action} ${commands.map(({ stack: id }) => id).join(" ")}`);

describe("steps for Atlantis", () => {
  it("applies producers, plans readers again, also through outputs that are handed on, and applies them", () => {
    const repository = estate()
      .stack("net", vpc("10.1.0.0/16"))
      .stack("other", stack({ x_y: { Z: { v: 1 } } }));
    expect(steps(repository)).toEqual(["apply net other", "plan data k8s", "apply data k8s", "plan apps", "apply apps"]);
    const {
      steps: [, plan],
      stacks,
    } = repository.report();
    expect(plan?.commands[1]).toEqual({ stack: "k8s", command: "atlantis plan -p k8s", reason: "reads vpc of net" });
    expect(stacks.find(({ id }) => id === "k8s")).toMatchObject({ action: "unchanged", outputs: [{ name: "net", because: "net.vpc" }] });
    expect(stacks.find(({ id }) => id === "net")?.outputs).toMatchObject([
      { name: "cidr", change: "changed", readers: [{ stack: "data", by: ["aws_db_instance.Db"] }] },
      { name: "vpc", change: "value", because: "aws_vpc.Net", readers: [{ stack: "k8s", by: ["aws_eks_cluster.K", "output net"] }] },
    ]);
  });

  it("follows what is handed on twice", () => {
    const hand = (from: string) => stack({}, { output: { id: { value: read(from, "id") } } });
    const origin = (v: number) => stack({ x_y: { Z: {} } }, { output: { id: { value: v } } });
    const repository = Repository.create().stack("a", hand("b")).stack("b", hand("c")).stack("c", origin(1));
    repository.stack("user", stack({ x_y: { Z: { v: read("a", "id") } } })).commit();
    repository.stack("c", origin(2)).atlantis(["c", []], ["b", []], ["a", []], ["user", []]);
    expect(steps(repository)).toEqual(["apply c", "plan b", "apply b", "plan a", "apply a", "plan user", "apply user"]);
  });

  it.each(['["vpc"]', '[\\"vpc\\"]'])("finds who reads an output by %s", (key) => {
    const repository = Repository.create().stack("net", vpc("10.0.0.0/16"));
    repository.stack("k8s", stack({ aws_eks_cluster: { K: { network: `\${data.terraform_remote_state.net.outputs${key}}` } } })).commit();
    repository.stack("net", vpc("10.1.0.0/16")).atlantis(["net", []], ["k8s", ["net"]]);
    expect(steps(repository)).toEqual(["apply net", "plan k8s", "apply k8s"]);
  });

  it("plans nobody again for a change that no output tells of", () => {
    const repository = estate();
    repository.stack(
      "net",
      stack(
        { aws_vpc: { Net: { cidr_block: "10.0.0.0/16", tags: { a: "x" }, enable_dns_support: true } } },
        { output: vpc("10.0.0.0/16").output },
      ),
    );
    expect(steps(repository)).toEqual(["apply net"]);
  });

  it.each<[string, Stack, string[]]>([
    ["an attribute that is computed", { engine_version: "2" }, ["net"]],
    ["nothing but tags", { tags: { x: "1" } }, []],
  ])("takes %s into account", (_what, change, readers) => {
    const cache = (more: Stack) => stack({ x_cache: { C: { v: 1, ...more } } }, { output: { host: { value: "${x_cache.C.address}" } } });
    const repository = Repository.create()
      .stack("cache", cache({}))
      .stack("net", stack({ x_y: { Z: { v: read("cache", "host") } } }));
    repository.commit();
    const [found] = repository.stack("cache", cache(change)).report().stacks;
    expect(found?.outputs.flatMap((output) => output.readers.map(({ stack: id }) => id))).toEqual(readers);
  });

  it("applies a new stack after what it needs, and plans it then", () => {
    const repository = estate()
      .stack("new", stack({ x_y: { Z: {} } }))
      .stack("other", stack({ x_y: { Z: { v: 1 } } }));
    repository.atlantis(["other", []], ["net", []], ["k8s", ["net"]], ["data", []], ["apps", []], ["new", ["other"]]);
    expect(steps(repository)).toEqual(["apply other", "plan new", "apply new"]);
    expect(repository.report().steps[1]?.commands[0]?.reason).toBe("new: its first plan needs what the step before makes");
  });

  it("plans what Atlantis left out after a plan that fails", () => {
    const grouped = (aborts: boolean) => {
      const project = (id: string, group: number, after: string[]) => ({
        name: id,
        dir: `cdktf.out/stacks/${id}`,
        execution_order_group: group,
        depends_on: after,
      });
      const projects = [project("other", 0, []), project("net", 1, []), project("new", 1, ["other"]), project("data", 2, ["other"])];
      const changed = { aws_db_instance: { Db: { subnet: `\${element(${read("net", "cidr").slice(2, -1)}, 0)}`, v: 2 } } };
      return estate()
        .stack("new", stack({ x_y: { Z: {} } }))
        .stack("other", stack({ x_y: { Z: { v: 1 } } }))
        .stack("data", stack(changed))
        .write("atlantis.yaml", JSON.stringify({ abort_on_execution_order_fail: aborts, projects }));
    };
    expect(steps(grouped(true))).toEqual(["apply other", "plan data new", "apply data new"]);
    expect(
      grouped(true)
        .report()
        .steps[1]?.commands.map(({ reason }) => reason),
    ).toEqual([
      "not planned yet: where a new stack's plan fails, Atlantis leaves out the later groups",
      "new: its first plan needs what the step before makes",
    ]);
    expect(steps(grouped(false))).toEqual(["apply other", "plan new", "apply data new"]);
  });

  it("takes the first plan of a reader of a new output for one that fails", () => {
    const output = { output: { ...(vpc("10.0.0.0/16").output as Stack), extra: { value: "x" } } };
    const repository = estate().stack("net", { ...vpc("10.0.0.0/16"), ...output });
    repository.stack("k8s", cluster("extra")).stack("other", stack({ x_y: { Z: { v: 1 } } }));
    const groups = { net: 0, k8s: 1, other: 2 };
    const projects = Object.entries(groups).map(([id, group]) => ({
      name: id,
      dir: `cdktf.out/stacks/${id}`,
      execution_order_group: group,
      depends_on: id === "k8s" ? ["net"] : [],
    }));
    repository.write("atlantis.yaml", JSON.stringify({ abort_on_execution_order_fail: true, projects }));
    expect(steps(repository)).toEqual(["plan other", "apply net other", "plan k8s", "apply k8s"]);
  });

  it("keeps an order that goes through a stack that is not applied", () => {
    const repository = estate().stack(
      "net",
      stack({ aws_vpc: { Net: { cidr_block: "10.0.0.0/16", tags: {} } } }, { output: vpc("10.0.0.0/16").output }),
    );
    repository.stack("apps", stack({ x_app: { A: { network: read("k8s", "net"), v: 2 } } }));
    expect(steps(repository)).toEqual(["apply net", "apply apps"]);
  });

  it("retires readers before what they read, and deletes folders without a step", () => {
    const repository = estate().stack("net", stack({})).stack("k8s", stack({})).stack("apps", stack({})).stack("data", stack({}));
    repository.remove("other").atlantis(["apps", []], ["k8s", ["apps"]], ["data", []], ["net", ["k8s", "data"]]);
    expect(steps(repository)).toEqual(["apply apps data", "apply k8s", "apply net"]);
    const { warnings, stacks } = repository.report();
    expect(stacks.map(({ id, action }) => `${id} ${action}`)).toEqual([
      "apps retired",
      "data retired",
      "k8s retired",
      "net retired",
      "other removed",
    ]);
    expect(warnings.filter(({ stack: id }) => id === "net")).toEqual([
      { level: "danger", stack: "net", text: "retired: applying it destroys 1 resource, 1 of them stateful" },
    ]);
  });

  it("says that a removed output will fail those that still read it", () => {
    const repository = estate().stack(
      "net",
      stack({ aws_vpc: { Net: { cidr_block: "10.0.0.0/16", tags: { a: "10.0" } } } }, { output: { cidr: { value: "10.0.0.0/16" } } }),
    );
    const [warning] = repository.report().warnings;
    expect(warning).toEqual({
      level: "error",
      stack: "net",
      text: "output vpc is gone, and will fail k8s (aws_eks_cluster.K, output net), which still read it",
    });
    expect(repository.run("--markdown").out).toMatch(/> \[!CAUTION\]\n> - \*\*Fails\*\* `net`: output vpc is gone/);
  });

  it("advises two pull requests where a reader stops reading in the same change", () => {
    const repository = estate().stack(
      "net",
      stack({ aws_vpc: { Net: { cidr_block: "10.0.0.0/16", tags: { a: "10.0" } } } }, { output: { vpc: { value: "${aws_vpc.Net.id}" } } }),
    );
    repository.stack("data", stack({ aws_db_instance: { Db: { subnet: read("net", "vpc") } } }));
    expect(repository.report().warnings.map(({ text }) => text)).toEqual([
      "output cidr goes in the same change as the reading of it by data: ship two pull requests, first the readers, then this",
    ]);
  });

  it("plans what waits for a lock file or an asset, and not for a comment in the JSON", () => {
    const repository = estate().write("cdktf.out/stacks/net/.terraform.lock.hcl", "x").write("cdktf.out/stacks/data/assets/a/b.txt", "x");
    repository.stack("other", { "//": { metadata: 2 }, ...stack({ x_y: { Z: {} } }) }).write("cdktf.out/stacks/k8s/.terraform/x", "x");
    expect(steps(repository)).toEqual(["apply net", "apply data"]);
    expect(repository.report().stacks.map(({ id, files }) => [id, files])).toEqual([
      ["data", [{ path: "assets/a/b.txt", change: "added" }]],
      ["net", [{ path: ".terraform.lock.hcl", change: "added" }]],
      ["other", []],
    ]);
  });

  it("goes by the reads where there is no atlantis.yaml, and says so", () => {
    const repository = Repository.create().stack("net", vpc("10.0.0.0/16")).stack("k8s", cluster("vpc"));
    repository.commit();
    repository
      .stack("k8s", cluster("vpc", { output: { x: { value: 1 } } }))
      .stack("net", stack({ aws_vpc: { Net: { cidr_block: "10.0.0.0/16", tags: { a: "x" } } } }, { output: vpc("10.0.0.0/16").output }));
    expect(steps(repository)).toEqual(["apply net", "apply k8s"]);
    expect(repository.report().notes.join()).toContain(
      "atlantis.yaml in the working tree: no such file; the steps only know who reads what; run npm run synth",
    );
  });

  it("goes by the reads where Atlantis has no projects, and does not say that any is missing", () => {
    const repository = estate().write("atlantis.yaml", "projects: []").stack("net", vpc("10.1.0.0/16"));
    expect(steps(repository)).toEqual(["apply net", "plan data k8s", "apply data k8s", "plan apps", "apply apps"]);
    const { notes } = repository.report();
    expect(notes.join()).toContain("atlantis.yaml in the working tree: no projects, as where state is local");
    expect(notes.join()).not.toContain("run npm run synth");
    expect(estate().write("atlantis.yaml", "projects: []").report().notes.join()).not.toContain("no projects");
  });

  it("names stacks that Atlantis has no project for", () => {
    const repository = estate()
      .atlantis(["net", []])
      .stack("other", stack({ x_y: { Z: { v: 1 } } }));
    expect(repository.report().notes).toContain("atlantis.yaml has no project for other; run npm run synth");
  });

  it.each<[string, string, RegExp]>([
    [
      "a circle",
      '{"projects": [{"name": "net", "dir": "cdktf.out/stacks/net", "depends_on": ["net"]}]}',
      /depends_on goes in a circle: net -> net/,
    ],
    ["no list", "version: 3", /atlantis.yaml in the working tree: has no list of projects/],
    ["no YAML", "a: [", /atlantis.yaml in the working tree: is not YAML/],
  ])("refuses an atlantis.yaml with %s", (_what, text, message) => {
    const { code, error } = estate().stack("net", vpc("10.1.0.0/16")).write("atlantis.yaml", text).run();
    expect(code).toBe(1);
    expect(error).toMatch(message);
    expect(error).not.toContain("    at ");
  });
});
