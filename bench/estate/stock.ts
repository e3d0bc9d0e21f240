import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { benchStacks } from "./stacks.ts";

// The peer: the same stacks in one app, and cdktf's own synthesis.
const { stacks, changed } = JSON.parse(readFileSync(process.env.BENCH_ESTATE ?? "", "utf8")) as { stacks: number; changed: number };
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? "" });
for (const spec of benchStacks(stacks, changed)) spec.build(app);
app.synth();
