import { expect, it } from "vitest";
import { CloudError } from "../../../rehearsal/cloud/session.ts";
import { describeWithTerraform } from "../terraform.ts";
import { MemorySession } from "./memory-session.ts";
import { SCHEMAS } from "./schemas.ts";
import { type Diagnostic, TerraformFolder } from "./terraform-folder.ts";

/** What terraform says to a configuration that it must not take, with the line it points at. */
async function problemsOf(command: string, configuration: string, session = new MemorySession()): Promise<readonly string[]> {
  const folder = await TerraformFolder.open(SCHEMAS, session);
  folder.write(configuration);
  const run = await folder.run(command);
  expect(run.code, run.text).toBe(command.startsWith("validate") ? run.code : 1);
  const problems: readonly Diagnostic[] = command.startsWith("validate") ? JSON.parse(run.text).diagnostics : run.problems;
  return problems.map(({ severity, summary, snippet }) => `${severity}: ${summary} @ ${snippet?.code.trim().split("\n")[0] ?? "-"}`).sort();
}

const APPLY = "apply -auto-approve -json -input=false -lock=false";

describeWithTerraform("what real terraform shows of problems", () => {
  it("points at what is wrong in a configuration, in nested attributes and blocks too", async () => {
    const found = await problemsOf(
      "validate -json",
      `resource "test_nested" "n" {
        one = {
          name = null
        }
        named = {
          "a b" = {
            name = "x"
            made = "mine"
          }
        }
        members = [{ name = null }]
      }
      resource "test_blocks" "b" {
        items {
          name = "first"
        }
        items {
          name = "second"
          made = "mine"
        }
        named "left" {
          name = null
        }
      }
      resource "test_blocks" "c" {
        one {
          name = "n"
          made = "of one"
          part {
            key  = "k"
            made = "of a part"
          }
        }
      }
      resource "test_values" "v" {
        old   = "still used"
        ratio = 1
      }
      data "test_thing" "d" {
        name = "n"
        size = 1
      }
      ephemeral "test_password" "p" {
        length = 1
        result = "mine"
      }`,
    );
    expect(found).toEqual([
      "error: Missing required argument @ members = [{ name = null }]",
      "error: Missing required argument @ name = null",
      "error: Missing required argument @ one = {",
      'error: Value for unconfigurable attribute @ "a b" = {',
      'error: Value for unconfigurable attribute @ made = "mine"',
      'error: Value for unconfigurable attribute @ made = "of one"',
      "error: Value for unconfigurable attribute @ part {",
      "error: Value for unconfigurable attribute @ ratio = 1",
      'error: Value for unconfigurable attribute @ result = "mine"',
      "error: Value for unconfigurable attribute @ size = 1",
      'warning: Deprecated argument @ old   = "still used"',
    ]);
  });

  it("leaves to terraform what terraform checks: unknown names, missing arguments, types", async () => {
    const found = await problemsOf(
      "validate -json",
      `resource "test_blocks" "b" {
        nmae = "x"
        items {
        }
      }
      resource "test_values" "v" {
        numbers = "many"
      }`,
    );
    expect(found).toEqual([
      'error: Incorrect attribute value type @ numbers = "many"',
      "error: Missing required argument @ items {",
      'error: Unsupported argument @ nmae = "x"',
    ]);
  });

  it("knows from the schema what is sensitive, how many blocks there may be, and what the provider block may hold", async () => {
    const found = await problemsOf(
      "validate -json",
      `provider "test" {
        region = "somewhere"
        old    = "still used"
      }
      data "test_thing" "d" {
        name = "n"
        filter {
          name = "one"
        }
        filter {
          name = "two"
        }
      }
      resource "test_values" "v" {
        password = "p"
      }
      output "shown" {
        value = test_values.v.password
      }
      output "stored" {
        value = test_values.v.nothing
      }`,
    );
    expect(found).toEqual([
      "error: Too many filter blocks @ filter {",
      "error: Unsupported attribute @ value = test_values.v.nothing",
      'warning: Deprecated argument @ old    = "still used"',
    ]);
    const shown = 'resource "test_values" "v" {\n password = "p"\n}\noutput "shown" {\n value = test_values.v.password\n}';
    expect(await problemsOf("plan -json -input=false -lock=false", shown)).toEqual([
      'error: Output refers to sensitive values @ output "shown" {',
    ]);
  });

  it("says what is written within attributes and terraform drops without a word", async () => {
    const session = new MemorySession({ written: { "s/a": { one: { name: "n", sise: 3 } } } });
    const nested = `resource "test_nested" "a" {
      rehearsal_address = "s/a"
      one = {
        name = "n"
        sise = 3
      }
    }`;
    expect(await problemsOf("plan -json -input=false -lock=false", nested, session)).toEqual(["error: Unsupported argument @ one = {"]);
  });

  it("says what the cloud refused, at the attribute, and what broke in the rehearsal itself", async () => {
    const session = new MemorySession();
    session.refusals.set("create s/a", new CloudError("InvalidSize", "the size must be even", { path: ["items", 0, "size"] }));
    session.refusals.set("create s/b", new TypeError("cannot read it"));
    const broken = `
      resource "test_blocks" "a" {
        rehearsal_address = "s/a"
        items {
          name = "n"
          size = 3
        }
      }
      resource "test_thing" "b" {
        rehearsal_address = "s/b"
      }
      resource "test_thing" "nowhere" {
      }`;
    expect(await problemsOf(APPLY, broken, session)).toEqual([
      'error: ApplyResourceChange of test_thing: cannot read it @ resource "test_thing" "b" {',
      'error: ApplyResourceChange of test_thing: rehearsal_address is null; it must be the resource\'s "<stack>/<address>": set it in the copied stack @ resource "test_thing" "nowhere" {',
      "error: InvalidSize @ size = 3",
    ]);
    expect(session.objects.size).toBe(0);
  });

  it("says which type is not served, with those that are", async () => {
    const [found] = await problemsOf("plan -json -input=false -lock=false", 'resource "test_thng" "a" {\n}\n');
    expect(found).toContain("Invalid resource type");
  });
});
