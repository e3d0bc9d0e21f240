import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { runRehearse } from "../../../rehearsal/command.ts";
import type { Result } from "../../../rehearsal/runner/result.ts";
import { describeWithTerraform } from "../terraform.ts";
import { estate, Heard, reads } from "./estate.ts";

afterEach(() => vi.unstubAllEnvs());

/** Rehearses an estate; what it says, as `stack phase address: text`, and what became of the stacks. */
async function rehearse(stacks: Record<string, object>): Promise<{ code: number; said: string[]; result: Result }> {
  const root = estate(stacks);
  vi.stubEnv("CDKTF_OUTDIR", join(root, "cdktf.out"));
  const heard = new Heard();
  const code = await runRehearse(["--json", "--dir", join(root, "work")], process.cwd(), heard);
  const result: Result = JSON.parse(heard.lines.join("\n"));
  const said = result.stacks.flatMap(({ id, phases }) =>
    phases.flatMap(({ phase, problems }) =>
      problems.map(({ summary, detail, address, place }) => `${id} ${phase} ${address ?? place ?? ""}: ${summary}: ${detail}`),
    ),
  );
  vi.stubEnv("CDKTF_OUTDIR", "");
  return { code, said, result };
}

const pet = (more: object = {}): object => ({
  resource: { random_pet: { Name: { length: 2, ...more } } },
  output: { name: { value: "${random_pet.Name.id}" } },
});
const reader = (of: string, output = "name"): object => ({
  data: { terraform_remote_state: reads(of) },
  resource: { random_pet: { Name: { prefix: `\${data.terraform_remote_state.${of}.outputs.${output}}` } } },
  output: { name: { value: "${random_pet.Name.id}" } },
});
const one = (resource: object): Record<string, object> => ({ one: { resource } });

describeWithTerraform("a rehearsal tells with terraform's own words of", () => {
  it("a misspelt attribute", async () => {
    const { code, said } = await rehearse({ one: pet({ lenght: 2 }) });
    expect(code).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(
        /^one validate cdk\.tf\.json line \d+, in resource\.random_pet\.Name: .*No argument or block type is named "lenght"/,
      ),
    ]);
  });

  it("a missing argument", async () => {
    const { code, said } = await rehearse(one({ random_id: { Suffix: {} } }));
    expect([code, said]).toEqual([
      1,
      [expect.stringMatching(/^one validate .*random_id\.Suffix.*Missing required argument.*"byte_length" is required/)],
    ]);
  });

  it("a reference to what is not there", async () => {
    const { said } = await rehearse(one({ random_pet: { Name: { prefix: "${random_pet.Nome.id}" } } }));
    expect(said).toEqual([expect.stringContaining("Reference to undeclared resource")]);
  });

  it("a reference to an attribute that is not there", async () => {
    const { said } = await rehearse(one({ random_pet: { Name: {}, Other: { prefix: "${random_pet.Name.nome}" } } }));
    expect(said).toEqual([expect.stringMatching(/^one validate .*Unsupported attribute/)]);
  });

  it("a wrong type", async () => {
    const { said } = await rehearse(one({ random_pet: { Name: { length: "two" } } }));
    expect(said).toEqual([expect.stringMatching(/^one validate .*Incorrect attribute value type.*a number is required/s)]);
  });

  it("a value that must be known before anything is applied", async () => {
    const { said } = await rehearse(one({ random_pet: { Name: {}, Each: { for_each: "${toset([random_pet.Name.id])}" } } }));
    expect(said).toEqual([expect.stringMatching(/^one plan .*Invalid for_each argument/)]);
  });

  it("an output that is read and not written", async () => {
    const { code, said, result } = await rehearse({ network: pet(), cluster: reader("network", "nome"), apps: reader("cluster") });
    expect([code, said]).toEqual([1, [expect.stringMatching(/^cluster plan .*Unsupported attribute.*"nome"/)]]);
    expect(result.stacks.map(({ id, outcome, because }) => [id, outcome, because])).toEqual([
      ["apps", "blocked", ["cluster"]],
      ["cluster", "failed", []],
      ["network", "passed", []],
    ]);
  });

  it("stacks that read each other", async () => {
    const { code, said, result } = await rehearse({ a: reader("b"), b: reader("a"), c: pet() });
    expect(code).toBe(1);
    expect(said).toEqual(["a", "b"].map((id) => expect.stringMatching(`^${id} plan .*Unable to find remote state`)));
    expect(result.circles).toEqual([["a", "b"]]);
  });

  it("a plan that is never empty; whoever reads the stack is rehearsed all the same", async () => {
    const { code, said, result } = await rehearse({ one: pet({ keepers: { now: "${timestamp()}" } }), two: reader("one") });
    expect([code, said]).toEqual([
      1,
      [expect.stringMatching(/^one second plan : The second plan is not empty: random_pet\.Name: .*keepers/)],
    ]);
    expect(result.stacks.map(({ outcome }) => outcome)).toEqual(["failed", "passed"]);
  });
});
