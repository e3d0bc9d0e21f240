import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeWithTerraform } from "../terraform.ts";
import { estate, reads, rewrite } from "./estate.ts";

/** Rehearses in a process of its own, as `npm run rehearse` does. */
function start(root: string, ...args: string[]): { child: ChildProcess; ended: Promise<{ code: number | null; printed: string }> } {
  const child = spawn(process.execPath, ["synth/run.cjs", "rehearsal/main.ts", ...args], {
    env: { ...process.env, CDKTF_OUTDIR: join(root, "cdktf.out") },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<{ code: number | null; printed: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, printed: Buffer.concat(chunks).toString() }));
  });
  return { child, ended };
}

describeWithTerraform("Ctrl-C", () => {
  it("ends terraform in order, keeps the folder and says how to go on; what was made is not made again", async () => {
    const root = estate({});
    const slow = { "local-exec": [{ command: `[ -e ${root}/up ] || { touch ${root}/up; exec sleep 60; }` }] };
    rewrite(root, "network", {
      resource: { random_pet: { Name: {} }, terraform_data: { Slow: { input: "${random_pet.Name.id}", provisioner: slow } } },
      output: { name: { value: "${random_pet.Name.id}" } },
    });
    rewrite(root, "cluster", { data: { terraform_remote_state: reads("network") } });
    const { child, ended } = start(root, "--dir", join(root, "work"));
    while (!existsSync(join(root, "up")) && child.exitCode === null) await after(20);
    child.kill("SIGINT");
    const { code, printed } = await ended;
    expect([code, printed]).toEqual([130, expect.stringContaining(`go on with: npm run rehearse -- --continue ${root}/work`)]);
    expect(readdirSync(join(root, "work", "states"))).toContain("network.tfstate");
    const again = await start(root, "--continue", join(root, "work")).ended;
    expect([again.code, again.printed]).toEqual([0, expect.stringMatching(/network apply 1 added, 1 destroyed/)]);
    expect(existsSync(join(root, "work"))).toBe(false);
  });
});
