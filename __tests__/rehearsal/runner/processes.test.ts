import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { realEnvironment, simulatedEnvironment } from "../../../rehearsal/runner/environment.ts";
import { type Call, Halted, Processes } from "../../../rehearsal/runner/processes.ts";
import { isWhole } from "../../../rehearsal/runner/state-file.ts";
import { folder } from "./estate.ts";

/** A stand-in for terraform: a script of this body, whose first argument is the state file. */
function scripted(body: string): { processes: Processes; call: Call; path: string } {
  const path = folder();
  const script = join(path, "terraform");
  writeFileSync(script, `#!/bin/sh\n${body}\n`);
  chmodSync(script, 0o755);
  const stateFile = join(path, "s.tfstate");
  return { processes: new Processes(script), call: { args: [stateFile], folder: path, environment: process.env, stateFile }, path };
}

async function appears(file: string): Promise<void> {
  while (!existsSync(file)) await after(5);
}

describe("the processes of terraform", () => {
  it("give what they print, how they ended and how long it took", async () => {
    const { processes, call } = scripted("echo out; echo err >&2; exit 3");
    const answer = await processes.run(call);
    expect(answer).toMatchObject({ exitCode: 3, stdout: "out\n", stderr: "err\n" });
    expect(answer.seconds).toBeGreaterThan(0);
    expect(processes.seconds).toBeCloseTo(answer.seconds, 1);
  });

  it("are killed at once, with whatever they started, and none begins after", async () => {
    const { processes, call, path } = scripted('sleep 60 & touch "$PWD/up"; wait');
    const first = expect(processes.run(call)).rejects.toThrow(Halted);
    await appears(join(path, "up"));
    processes.kill();
    await first;
    expect(processes.halted).toBe("killed");
    await expect(processes.run(call)).rejects.toThrow(Halted);
  });

  it("are not killed while a state is half written", async () => {
    const { processes, call, path } = scripted(`printf '{"half":' > "$1"; touch "$PWD/up"; sleep 0.3; printf '1}' >> "$1"; sleep 60`);
    const first = expect(processes.run(call)).rejects.toThrow(Halted);
    await appears(join(path, "up"));
    processes.kill();
    expect(readFileSync(call.stateFile, "utf8")).toBe('{"half":1}');
    await first;
  });

  it("are asked to end when interrupted, and killed the second time", async () => {
    const polite = scripted(`trap 'echo bye > "$PWD/bye"; exit 0' INT; touch "$PWD/up"; while :; do sleep 0.02; done`);
    const first = expect(polite.processes.run(polite.call)).rejects.toThrow(Halted);
    await appears(join(polite.path, "up"));
    polite.processes.interrupt();
    await first;
    expect(polite.processes.halted).toBe("interrupted");
    expect(existsSync(join(polite.path, "bye"))).toBe(true);

    const deaf = scripted(`trap '' INT; touch "$PWD/up"; while :; do sleep 0.02; done`);
    const second = expect(deaf.processes.run(deaf.call)).rejects.toThrow(Halted);
    await appears(join(deaf.path, "up"));
    deaf.processes.interrupt();
    deaf.processes.interrupt();
    await second;
  });
});

describe("a state file", () => {
  it("is whole when it is JSON, or when it never held anything", () => {
    const file = join(folder(), "s.tfstate");
    expect(isWhole(file, false)).toBe(true);
    writeFileSync(file, "");
    expect([isWhole(file, false), isWhole(file, true)]).toEqual([true, false]);
    writeFileSync(file, '{"resources":[');
    expect(isWhole(file, false)).toBe(false);
    writeFileSync(file, '{"resources":[]}');
    expect(isWhole(file, true)).toBe(true);
  });
});

describe("the environment", () => {
  const machine = {
    PATH: "/bin",
    TF_LOG: "trace",
    TF_CLI_ARGS: "-lock=false",
    TF_PLUGIN_CACHE_DIR: "/mine",
    TF_WORKSPACE: "x",
    TF_TOKEN_example_com: "t",
  };
  const settings = { dataFolder: "/tmp/r/terraform/s", variables: { name: "value" } };

  it("of a simulated run depends on nothing of terraform's on the machine", () => {
    expect(simulatedEnvironment(machine, settings, "/tmp/r/terraform.rc", { TF_REATTACH_PROVIDERS: "{}" })).toEqual({
      PATH: "/bin",
      NO_COLOR: "1",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_DATA_DIR: "/tmp/r/terraform/s",
      TF_VAR_name: "value",
      TF_CLI_CONFIG_FILE: "/tmp/r/terraform.rc",
      TF_REATTACH_PROVIDERS: "{}",
    });
  });

  it("of real providers is the person's own, but for what would lead elsewhere", () => {
    const environment = realEnvironment({ ...machine, TF_REATTACH_PROVIDERS: "{}" }, settings, "/cache");
    expect(environment).toMatchObject({ TF_PLUGIN_CACHE_DIR: "/mine", TF_TOKEN_example_com: "t", TF_DATA_DIR: "/tmp/r/terraform/s" });
    expect(environment).not.toHaveProperty("TF_REATTACH_PROVIDERS");
    expect(environment).not.toHaveProperty("TF_WORKSPACE");
    expect(realEnvironment({}, settings, "/cache").TF_PLUGIN_CACHE_DIR).toBe("/cache");
  });
});
