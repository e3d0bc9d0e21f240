import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { runRehearse } from "../../../rehearsal/command.ts";
import type { Result, StackResult } from "../../../rehearsal/runner/result.ts";
import { describeWithTerraform } from "../terraform.ts";
import { estate, folder, Heard, reads } from "./estate.ts";

afterEach(() => vi.unstubAllEnvs());

/** Rehearses an estate, in a folder that goes with the test. */
async function rehearse(root: string, ...args: string[]): Promise<{ code: number; result: Result }> {
  vi.stubEnv("CDKTF_OUTDIR", join(root, "cdktf.out"));
  const heard = new Heard();
  const where = args.some((arg) => ["--dir", "--continue"].includes(arg)) ? [] : ["--dir", join(folder(), "work")];
  const code = await runRehearse([...args, ...where, "--json"], process.cwd(), heard);
  expect(heard.errors).toEqual([]);
  return { code, result: JSON.parse(heard.lines.join("\n")) };
}

const networkName = "${data.terraform_remote_state.network.outputs.name}";
const network = {
  resource: { random_pet: { Name: { length: 2 }, Zone: { for_each: '${toset(["a", "b"])}', prefix: "${each.key}" } } },
  output: { name: { value: "${random_pet.Name.id}" } },
};
const cluster = {
  data: { terraform_remote_state: reads("network") },
  resource: { random_password: { Token: { length: 20, keepers: { network: networkName }, lifecycle: { prevent_destroy: true } } } },
};
const open = { ...cluster, resource: { random_id: { Suffix: { byte_length: 4, keepers: { network: networkName } } } } };

const stackOf = ({ stacks }: Result, id: string): StackResult => {
  const found = stacks.find((stack) => stack.id === id);
  if (found === undefined) throw new Error(`no result of ${id}`);
  return found;
};
const phasesOf = (result: Result, id: string): string[] => stackOf(result, id).phases.map(({ phase }) => phase);
const outcomes = ({ stacks }: Result): Record<string, string> => Object.fromEntries(stacks.map(({ id, outcome }) => [id, outcome]));
const all = ["init", "validate", "plan", "apply", "second plan", "destroy"];

describeWithTerraform("a rehearsal", () => {
  it("applies stacks in the order they read each other, finds the second plan empty, and destroys all", async () => {
    const work = join(folder(), "work");
    const { code, result } = await rehearse(estate({ network, cluster: open }), "--dir", work);
    expect(result.stacks.map(({ phases }) => phases.flatMap(({ problems }) => problems))).toEqual([[], []]);
    expect([code, result.outcome, outcomes(result)]).toEqual([0, "passed", { cluster: "passed", network: "passed" }]);
    expect(phasesOf(result, "network")).toEqual(all);
    expect(stackOf(result, "network").phases.map(({ changes }) => changes?.add)).toEqual([undefined, undefined, 3, 3, 0, 0]);
    expect(stackOf(result, "network").phases.at(-1)?.changes?.remove).toBe(3);
    expect(result).toMatchObject({ lost: [], duplicated: [], left: [], circles: [], problems: [] });
    expect(result.totals).toMatchObject({ stacks: 2, resources: 4 });
    expect(existsSync(work)).toBe(false);
  });

  it("only plans what nobody reads, and destroys nothing, with --plan-only; and takes what a chosen stack reads", async () => {
    const { code, result } = await rehearse(estate({ network, cluster: open, other: network }), "cluster", "--plan-only");
    expect(code).toBe(0);
    expect(result.stacks.map(({ id, producer, resources }) => [id, producer, resources])).toEqual([
      ["cluster", false, 1],
      ["network", true, 3],
    ]);
    expect(phasesOf(result, "network")).toEqual(["init", "validate", "plan", "apply"]);
    expect(phasesOf(result, "cluster")).toEqual(["init", "validate", "plan"]);
  });

  it("sees terraform refuse to destroy what is protected, and keeps what that reads", async () => {
    const { code, result } = await rehearse(estate({ network, cluster }));
    expect([code, outcomes(result)]).toEqual([0, { cluster: "protected", network: "kept" }]);
    expect(stackOf(result, "network").because).toEqual(["cluster"]);
  });

  it("destroys what is protected too with --release-protected", async () => {
    const { code, result } = await rehearse(estate({ network, cluster }), "--release-protected");
    expect([code, outcomes(result)]).toEqual([0, { cluster: "passed", network: "passed" }]);
    expect(phasesOf(result, "cluster")).toEqual(all);
  });

  it("keeps the folder on failure, blocks only those that read the failed stack, and goes on there", async () => {
    const root = estate({ network, cluster: open, other: { resource: { random_pet: { Name: {} } } } });
    const work = join(folder(), "work");
    const failed = await rehearse(root, "--dir", work, "--fail", "network/random_pet.Zone");
    expect([failed.code, outcomes(failed.result)]).toEqual([1, { cluster: "blocked", network: "failed", other: "passed" }]);
    expect(failed.result).toMatchObject({ folder: work, continueWith: `npm run rehearse -- --continue ${work}`, lost: [], duplicated: [] });
    const gone = await rehearse(root, "--continue", work);
    expect([gone.code, outcomes(gone.result)]).toEqual([0, { cluster: "passed", network: "passed", other: "passed" }]);
    expect(stackOf(gone.result, "network").phases[2]?.changes?.add).toBe(2);
    expect(existsSync(work)).toBe(false);
  });

  it("keeps what a stack reads that was not chosen, and the folder of a stack that was not", async () => {
    const root = estate({ network, cluster: open, other: { resource: { random_pet: { Name: {} } } } });
    const work = join(folder(), "work");
    await rehearse(root, "--dir", work, "--fail", "other/random_pet.Name");
    const { code, result } = await rehearse(root, "network", "--continue", work);
    expect([code, outcomes(result), stackOf(result, "network").because]).toEqual([0, { network: "kept" }, ["cluster"]]);
    expect([result.folder, existsSync(work)]).toEqual([work, true]);
    const gone = await rehearse(root, "other", "--continue", work);
    expect([gone.code, outcomes(gone.result), existsSync(work)]).toEqual([0, { other: "passed" }, true]);
    expect((await rehearse(root, "--continue", work)).code).toBe(0);
    expect(existsSync(work)).toBe(false);
  });

  it("tells of a state that is half written in its result", async () => {
    const root = estate({ network, other: { resource: { random_pet: { Name: {} } } } });
    const work = join(folder(), "work");
    await rehearse(root, "--dir", work, "--fail", "other/random_pet.Name");
    writeFileSync(join(work, "states", "network.tfstate"), '{"resources":[');
    for (const chosen of [["network"], ["other"]]) {
      const { code, result } = await rehearse(root, ...chosen, "--continue", work);
      expect([code, result.outcome, result.folder]).toEqual([1, "failed", work]);
      expect(result.problems).toEqual([expect.objectContaining({ summary: "network: its state is half written" })]);
    }
  });

  it("fails where it is told to also in a destroy, and goes on from there", async () => {
    const root = estate({ network, cluster: open });
    const work = join(folder(), "work");
    await rehearse(root, "--dir", work, "--plan-only", "--keep");
    const failed = await rehearse(root, "--continue", work, "--fail", "random_pet.Name");
    expect([failed.code, outcomes(failed.result)]).toEqual([1, { cluster: "passed", network: "failed" }]);
    expect(phasesOf(failed.result, "network")).toEqual(all);
    const gone = await rehearse(root, "--continue", work);
    expect([gone.code, gone.result.left]).toEqual([0, []]);
  });

  it.each([5, 7, 8])("recovers from a kill amid the destroy, after %i changes", async (changes) => {
    const root = estate({ network, cluster: open });
    const work = join(folder(), "work");
    const killed = await rehearse(root, "--dir", work, "--kill-after", String(changes));
    expect(killed.result.outcome).toBe("killed");
    const { code, result } = await rehearse(root, "--continue", work);
    expect([code, result.lost, result.duplicated, result.left]).toEqual([0, [], [], []]);
  });

  it("says so when there was nothing to kill", async () => {
    const { code, result } = await rehearse(estate({ network }), "--kill-after", "500");
    expect([code, result.notes]).toEqual([0, ["--kill-after 500: nothing was killed, as there were fewer changes"]]);
  });

  it("fails at random the same every time, and tells it in the same order, however many stacks run at once", async () => {
    const pets = { resource: { random_pet: Object.fromEntries([..."abcdefghijkl"].map((name) => [name, {}])) } };
    const root = estate({ one: pets, two: pets });
    const failures = async (jobs: string): Promise<string[]> => {
      const { result } = await rehearse(root, "--fail-random", "0.3", "--seed", "7", "--jobs", jobs);
      return result.stacks.flatMap(({ id, phases }) => phases.flatMap(({ problems }) => problems.map(({ address }) => `${id}/${address}`)));
    };
    const first = await failures("1");
    expect(first.length).toBeGreaterThan(1);
    expect(first).toEqual([...first].sort());
    expect(await failures("2")).toEqual(first);
  });

  it("heeds no setting of the person's terraform", async () => {
    vi.stubEnv("TF_CLI_ARGS", "-nonsense");
    vi.stubEnv("TF_WORKSPACE", "elsewhere");
    vi.stubEnv("TF_LOG", "trace");
    const { code } = await rehearse(estate({ network }));
    expect(code).toBe(0);
  });

  it.each([1, 2, 3, 4])("loses and duplicates nothing when every terraform is killed after %i changes", async (changes) => {
    const root = estate({ network, cluster: open });
    const work = join(folder(), "work");
    const killed = await rehearse(root, "--dir", work, "--kill-after", String(changes));
    expect([killed.code, killed.result.outcome]).toEqual([1, "killed"]);
    expect(readdirSync(work)).toContain("cloud.jsonl");
    const gone = await rehearse(root, "--continue", work);
    expect([gone.code, outcomes(gone.result)]).toEqual([0, { cluster: "passed", network: "passed" }]);
    expect(gone.result).toMatchObject({ lost: [], duplicated: [], left: [] });
    expect(gone.result.totals.resources).toBe(4);
  });

  it("validates and no more with --real-providers", async () => {
    const own = { terraform: { required_version: ">= 1.4" }, provider: undefined, resource: { terraform_data: { Own: { input: "x" } } } };
    const good = await rehearse(estate({ own }), "--real-providers");
    expect([good.code, phasesOf(good.result, "own")]).toEqual([0, ["init", "validate"]]);
    const bad = { ...own, resource: { terraform_data: { Own: { inptu: "x" } } } };
    const work = join(folder(), "work");
    const refused = await rehearse(estate({ own: bad }), "--real-providers", "--dir", work);
    expect([refused.code, refused.result.folder, refused.result.continueWith]).toEqual([1, work, undefined]);
    expect(stackOf(refused.result, "own").phases.at(-1)?.problems[0]?.detail).toContain('"inptu"');
  });

  it("says once that terraform is of another version, and which variables have a stand-in", async () => {
    const other = { terraform: { required_version: "0.99.0" }, provider: undefined, variable: { colour: { type: "string" } } };
    const { code, result } = await rehearse(estate({ one: other, two: other }), "--plan-only", "--var", "colour=red");
    expect([code, result.notes]).toEqual([
      0,
      [expect.stringMatching(/^terraform is .*, the stacks ask for 0\.99\.0: rehearsed all the same$/)],
    ]);
    const { result: standIn } = await rehearse(estate({ one: other }), "--plan-only");
    expect(standIn.notes[1]).toBe("one: the variable colour has the stand-in rehearsal; give another with --var colour=...");
  });
});
