#!/usr/bin/env node
// run.cjs <entry.ts> [arguments]: checks what must hold before anything is loaded, compiles the TypeScript in memory
// (about 0.1 s, always from the sources as they are) and runs it. `npm run synth` and `cdktf synth` both run main.ts by it.
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
const root = path.resolve(__dirname, "..");
const entry = process.argv[2];
if (entry === undefined) refuse("usage: node synth/run.cjs <entry.ts> [arguments]", 2);

let esbuild;
try {
  esbuild = require("esbuild");
} catch {
  refuse("node_modules: the packages are not installed; run npm ci first", 1);
}

// A folder named elsewhere is meant from there.
if (process.env.CDKTF_OUTDIR && process.cwd() !== root) process.env.CDKTF_OUTDIR = path.resolve(process.env.CDKTF_OUTDIR);
// Paths in messages and configuration are relative to the repository, wherever the command was started.
process.chdir(root);

let bundle;
try {
  bundle = esbuild.buildSync({
    entryPoints: [path.join(root, entry)],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "cjs",
    packages: "external",
  });
} catch {
  process.exit(1); // esbuild has printed what does not compile, and where
}

const Module = require("node:module");
process.argv.splice(1, 2, path.join(root, entry));
const filename = path.join(root, "main.js");
const main = new Module(filename, module);
main.filename = filename;
main.paths = Module._nodeModulePaths(root);
main._compile(bundle.outputFiles[0].text, filename);
