#!/usr/bin/env node
// run.cjs <entry.ts> [arguments]: checks what must hold before anything is loaded, and runs the TypeScript. It is compiled once and
// kept in .cache until a file that went into it changes. `npm run synth` and `cdktf synth` both run main.ts by it.
"use strict";

const oldestNode = 20;

function refuse(message, exitCode) {
  console.error(message);
  process.exit(exitCode);
}

if (Number(process.versions.node.split(".")[0]) < oldestNode) {
  refuse(
    `node: got ${process.version}; version ${oldestNode} or newer is needed; install it from https://nodejs.org or with your version manager`,
    1,
  );
}

const path = require("node:path");
const { existsSync } = require("node:fs");
const root = path.resolve(__dirname, "..");
const entry = process.argv[2];
if (entry === undefined) refuse("usage: node synth/run.cjs <entry.ts> [arguments]", 2);
if (!existsSync(path.join(root, "node_modules"))) refuse("node_modules: the packages are not installed; run npm ci first", 1);

// A folder named elsewhere is meant from there.
if (process.env.CDKTF_OUTDIR && process.cwd() !== root) process.env.CDKTF_OUTDIR = path.resolve(process.env.CDKTF_OUTDIR);
// Paths in messages and configuration are relative to the repository, wherever the command was started.
process.chdir(root);

const { prepare } = require("./launch/program.cjs");
prepare(root, entry, !process.argv.includes("--no-cache")).then(
  (program) => {
    process.argv.splice(1, 2, path.join(root, entry));
    program.run();
  },
  (error) => {
    // esbuild has printed what does not compile, and where.
    if (error.errors === undefined) console.error(error);
    process.exit(1);
  },
);
