import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
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

/** An estate whose first apply takes a minute, once; `up` is there as soon as that begins. */
function slowEstate(): { root: string; up: () => Promise<void> } {
  const root = estate({});
  const slow = { "local-exec": [{ command: `[ -e ${root}/up ] || { touch ${root}/up; exec sleep 60; }` }] };
  rewrite(root, "network", {
    resource: { random_pet: { Name: {} }, terraform_data: { Slow: { input: "${random_pet.Name.id}", provisioner: slow } } },
    output: { name: { value: "${random_pet.Name.id}" } },
  });
  rewrite(root, "cluster", { data: { terraform_remote_state: reads("network") } });
  const up = async (): Promise<void> => {
    while (!existsSync(join(root, "up"))) await after(20);
  };
  return { root, up };
}

describeWithTerraform("Ctrl-C", () => {
  it("ends terraform in order, keeps the folder and says how to go on; what was made is not made again", async () => {
    const { root, up } = slowEstate();
    const { child, ended } = start(root, "--dir", join(root, "work"));
    await up();
    child.kill("SIGINT");
    // Npm may pass on what the terminal has sent to all already.
    await after(50);
    child.kill("SIGINT");
    const { code, printed } = await ended;
    expect([code, printed]).toEqual([130, expect.stringContaining(`go on with: npm run rehearse -- --continue ${root}/work`)]);
    expect(readdirSync(join(root, "work", "states"))).toContain("network.tfstate");
    const again = await start(root, "--continue", join(root, "work")).ended;
    expect([again.code, again.printed]).toEqual([0, expect.stringMatching(/network apply 1 added, 1 destroyed/)]);
    expect(existsSync(join(root, "work"))).toBe(false);
  });

  it.each(["SIGTERM", "SIGHUP"] as const)("is what %s does, too, with --json", async (signal) => {
    const { root, up } = slowEstate();
    const { child, ended } = start(root, "--json", "--dir", join(root, "work"));
    await up();
    child.kill(signal);
    const { code, printed } = await ended;
    expect([code, JSON.parse(printed).outcome]).toEqual([130, "interrupted"]);
    expect(readFileSync(join(root, "work", "rehearsal.pid"), "utf8")).toBe("");
  });

  it("is what comes of it if nobody reads any more", async () => {
    const { root } = slowEstate();
    const { child, ended } = start(root, "--dir", join(root, "work"));
    child.stdout?.destroy();
    const { code, printed } = await ended;
    expect([code, printed]).toEqual([130, expect.not.stringContaining("EPIPE")]);
    expect(readFileSync(join(root, "work", "rehearsal.pid"), "utf8")).toBe("");
  });
});
