import { readFileSync } from "node:fs";
import { runSynth } from "../../synth/command.ts";
import { exitWith } from "../../synth/exit.ts";

/** Which stacks: `{"stacks": 10, "changed": 0}`, in a file because what is read from one is what a synth knows to have changed. */
const chosen = process.env.BENCH_ESTATE ?? "";

const parts = () => import("./stacks.ts");

// The program whose synthesis is measured: `synth/` as it is, over stacks that belong to nothing.
runSynth(process.argv.slice(2), process.env.CDKTF_OUTDIR ?? "", async () => {
  const { benchStacks } = await parts();
  return () => {
    const { stacks, changed } = JSON.parse(readFileSync(chosen, "utf8")) as { stacks: number; changed: number };
    return { stacks: benchStacks(stacks, changed) };
  };
}).then(exitWith);
