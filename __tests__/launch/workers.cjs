// Preloaded into a synth, on each of its threads: a machine with as many processors as PROCESSORS says; what threads build is written down.
"use strict";
const { appendFileSync } = require("node:fs");
const os = require("node:os");
const { threadId } = require("node:worker_threads");

os.availableParallelism = () => Number(process.env.PROCESSORS);
globalThis.buildingStack = (id) => {
  if (process.env.THREADS) appendFileSync(process.env.THREADS, `${threadId} ${id}\n`);
  if (threadId > 0 && process.env.WORKERS_DIE) process.exit(1);
};
