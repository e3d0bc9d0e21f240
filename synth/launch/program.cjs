// A program that is compiled once and kept until a file that went into it changes.
"use strict";

const { existsSync } = require("node:fs");
const path = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { Worker } = require("node:worker_threads");
const { contentsOf, hashOf, record, renewed } = require("./inputs.cjs");
const { readKept, writeKept } = require("./kept-json.cjs");
const { run } = require("./loader.cjs");
const { openScripts, ScriptStore, writeScripts } = require("./script-store.cjs");

/** Files that decide what is compiled, and how, besides those that are compiled. */
const settings = ["package.json", "package-lock.json", "tsconfig.json", "node_modules/.package-lock.json"];
const launcher = ["compile.cjs", "inputs.cjs", "kept-json.cjs", "loader.cjs", "program.cjs", "script-store.cjs", "worker.cjs"];

/** By V8's version, what makes it optimize a function ten times later than it would; it complains of flags it does not know. */
const optimizingLater = {
  11: "--interrupt-budget=1000000",
  12: "--invocation-count-for-turbofan=30000",
  13: "--invocation-count-for-turbofan=30000",
}[Number.parseInt(process.versions.v8, 10)];

// V8 works on threads of its own: it optimizes functions, and collects young objects with help. A synth is over before most of that
// has paid, and has a better use for another processor: a thread that builds stacks.
if (optimizingLater !== undefined) {
  setFlagsFromString(optimizingLater);
  setFlagsFromString("--no-parallel-scavenge");
}

/**
 * The program of an entry file, ready to run.
 *
 * @param isKept false: made anew, and nothing of it kept
 */
async function prepare(root, entry, isKept) {
  const folder = isKept ? path.join(root, ".cache", "programs", entry.replaceAll(/[^A-Za-z0-9]+/g, "-")) : undefined;
  const program = read(folder, "program", root) ?? (await makeProgram(root, entry, folder));
  const { modules } = program.data;
  const keptPackages = read(folder, "packages", root);
  const isWhatIsAsked = keptPackages !== undefined && keptPackages.data.modules.join() === modules.join();
  const packages = isWhatIsAsked ? keptPackages : await makePackages(root, modules, folder);
  const isOnDisk = program.isOnDisk && packages.isOnDisk;
  return {
    run() {
      const more = isOnDisk && { startWorker: () => startWorker(root, folder, [program.code, packages.code]) };
      describe(program, packages, { isKept, ...more });
      process.on("exit", () => keepCompiled(program.store, packages.store));
      run(root, program.store, packages.store, packages.data.groupOf);
    },
  };
}

/** What the program can know of how it was launched. */
function describe(program, packages, more) {
  globalThis[Symbol.for("synth.launch")] = { code: hashOf(program.code + packages.code), ...more };
}

/** The program once more, on another thread, with the same arguments. */
const startWorker = (root, folder, codes) =>
  new Worker(path.join(__dirname, "worker.cjs"), { workerData: { root, folder, codes }, argv: process.argv.slice(2) });

/** Runs what `prepare` has found to be as its files are. @throws where it has been replaced since */
function runInWorker({ root, folder, codes }, port) {
  const [program, packages] = ["program", "packages"].map((name) => open(folder, name, readKept(recordOf(folder, name))));
  if ([program.code, packages.code].join() !== codes.join()) throw new Error(`${folder}: replaced while it was in use`);
  describe(program, packages, { isKept: true, port });
  run(root, program.store, packages.store, packages.data.groupOf);
}

async function makeProgram(root, entry, folder) {
  const since = Date.now();
  const { text, files, modules } = await require("./compile.cjs").compileProgram(root, entry);
  return keep(root, folder, "program", since, new Map([["program", text]]), files, { modules });
}

async function makePackages(root, modules, folder) {
  const since = Date.now();
  const { texts, files, groupOf } = await require("./compile.cjs").compilePackages(root, modules);
  return keep(root, folder, "packages", since, texts, files, { modules, groupOf });
}

/** What was made, kept in the folder if there is one and nothing changed meanwhile. */
function keep(root, folder, name, since, texts, made, data) {
  const used = [...settings.map((file) => path.join(root, file)).filter(existsSync), ...launcher.map((file) => path.join(__dirname, file))];
  const inputs = record(new Set([...made, ...used]), since);
  const unkept = { store: new ScriptStore(texts), data, code: hashOf(`${since} ${Math.random()}`), isOnDisk: false };
  if (inputs === undefined || folder === undefined) return unkept;
  try {
    const scripts = writeScripts(path.join(folder, name), texts);
    writeKept(recordOf(folder, name), { root, inputs, scripts, data, code: contentsOf(inputs) });
  } catch {
    return unkept; // a folder that cannot be written to
  }
  return read(folder, name, root) ?? unkept;
}

const recordOf = (folder, name) => path.join(folder, name, "record.json");

/** @returns undefined where nothing is kept that would be made again as it is */
function read(folder, name, root) {
  if (folder === undefined) return undefined;
  try {
    const kept = readKept(recordOf(folder, name));
    const inputs = kept.root === root ? renewed(kept.inputs) : undefined;
    if (inputs === undefined) return undefined;
    if (inputs !== kept.inputs) writeKept(recordOf(folder, name), { ...kept, inputs });
    return open(folder, name, kept);
  } catch {
    return undefined;
  }
}

/** @throws where the scripts are not as they were written */
function open(folder, name, { scripts, data, code }) {
  return { store: openScripts(path.join(folder, name), scripts), data, code, isOnDisk: true };
}

function keepCompiled(...stores) {
  try {
    for (const store of stores) store.keepCompiled();
  } catch {
    // It costs time, not results.
  }
}

module.exports = { prepare, runInWorker };
