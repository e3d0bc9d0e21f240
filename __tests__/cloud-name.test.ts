import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const copy = mkdtempSync(join(tmpdir(), "cloud-name-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

it("makes the compiler list what a new cloud still owes", async () => {
  for (const entry of ["config", "constructs", "stacks", "synth", "main.ts", "tsconfig.json", "package.json"])
    cpSync(entry, join(copy, entry), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
  const place = join(copy, "constructs/place.ts");
  writeFileSync(place, readFileSync(place, "utf8").replace('["aws", "gcp", "azure"]', '["aws", "gcp", "azure", "oracle"]'));
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"], { cwd: copy }, (_error, stdout) => resolve(stdout));
  });
  const files = new Set([...output.matchAll(/^([\w./-]+)\(\d+,\d+\): error/gm)].map(([, file]) => file));
  // Every capability (one record), its regions, its tag rules, its place in the configuration.
  for (const file of ["constructs/clouds/index.ts", "constructs/clouds/regions.ts", "constructs/tags.ts", "config/environment-schema.ts"])
    expect(files).toContain(file);
  expect(output).toMatch(/constructs\/clouds\/index\.ts.*\n?.*oracle/);
});
