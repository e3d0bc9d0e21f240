import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";

const scratch = mkdtempSync(join(tmpdir(), "determinism-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Paths and bytes of every file below the folder. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\.terraform|\/\./.test(path.slice(folder.length)));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]));
}

/** Synthesizes a copy of the repository, its files created in the given order, under another name, time zone and locale. */
async function synthesizeCopy(
  name: string,
  env: Record<string, string>,
  order: (names: string[]) => string[],
): Promise<Record<string, string>> {
  const copy = join(scratch, name);
  mkdirSync(copy);
  for (const entry of order([
    "charts",
    "config",
    "constructs",
    "stacks",
    "synth",
    "generate",
    "atlantis",
    "policies",
    "main.ts",
    "package.json",
    "cdktf.json",
  ])) {
    cpSync(entry, join(copy, entry), { recursive: true });
  }
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
  await promisify(execFile)(process.execPath, ["synth/run.cjs", "main.ts", "--quiet"], {
    cwd: copy,
    env: { PATH: "", HOME: copy, ...env },
  });
  return contents(join(copy, "cdktf.out"));
}

it("gives the committed bytes in any folder, time zone, locale and order of files, without terraform on the PATH", async () => {
  const [one, other] = await Promise.all([
    synthesizeCopy("one", { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, (names) => names),
    synthesizeCopy("another folder, longer", { TZ: "America/St_Johns", LANG: "C", LC_ALL: "C" }, (names) => [...names].reverse()),
  ]);
  expect(Object.keys(one).length).toBeGreaterThan(30);
  expect(one).toEqual(other);
  expect(one).toEqual(contents("cdktf.out"));
});
