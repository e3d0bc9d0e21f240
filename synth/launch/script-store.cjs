// Scripts kept on disk with what V8 compiled of them, each loaded when it is first needed.
"use strict";

const { mkdirSync, openSync, readSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");
const { timesOf } = require("./inputs.cjs");
const { readKept, writeKept } = require("./kept-json.cjs");

/** What compiled code depends on besides its source. */
const engine = [process.version, process.arch, process.versions.v8, ...process.execArgv].join(" ");

/** Parts of one file, by name. The file stays open: another run may put a new one in its place. */
class Slices {
  /**
   * @param places by name: where the part begins and how long it is
   * @param times of the file as it was written
   * @throws where it is not as it was written
   */
  constructor(file, places, times) {
    this.descriptor = openSync(file, "r");
    this.places = places;
    if (JSON.stringify(timesOf(this.descriptor)) !== JSON.stringify(times)) throw new Error(`${file}: changed`);
  }

  has(name) {
    return Object.hasOwn(this.places, name);
  }

  read(name) {
    const [at, length] = this.places[name];
    const bytes = Buffer.allocUnsafe(length);
    readSync(this.descriptor, bytes, 0, length, at);
    return bytes;
  }
}

/** Writes parts into one file. @returns where each of them is */
function writeSlices(file, parts) {
  let at = 0;
  const places = {};
  for (const [name, bytes] of parts) {
    places[name] = [at, bytes.length];
    at += bytes.length;
  }
  writeFileSync(`${file}.${process.pid}`, Buffer.concat([...parts.values()]));
  renameSync(`${file}.${process.pid}`, file);
  return places;
}

const scriptsIn = (folder) => path.join(folder, "scripts.js");
const compiledIn = (folder) => path.join(folder, "compiled.bin");
const indexIn = (folder) => path.join(folder, "compiled.json");

class ScriptStore {
  /**
   * @param sources a file's slices, or a map of texts where nothing can be kept on disk
   * @param times of that file: V8 takes what it compiled of another script of the same length for that of this one
   */
  constructor(sources, folder, times) {
    this.sources = sources;
    this.folder = folder;
    this.times = times;
    this.compiled = folder === undefined ? undefined : readCompiled(folder, times);
    this.loaded = new Map();
    this.isNew = false;
  }

  has(name) {
    return this.sources.has(name);
  }

  /** The script's wrapper function. */
  load(name, filename) {
    const source = this.sources instanceof Slices ? this.sources.read(name).latin1Slice() : this.sources.get(name);
    const cachedData = this.compiled?.has(name) ? this.compiled.read(name) : undefined;
    const script = new vm.Script(source, { filename, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected) this.isNew = true;
    this.loaded.set(name, script);
    return script.runInThisContext();
  }

  /** Keeps what V8 has compiled by now, if there is anything new. For when the program is done. */
  keepCompiled() {
    if (!this.isNew || this.folder === undefined) return;
    const parts = new Map(Object.keys(this.compiled?.places ?? {}).map((name) => [name, this.compiled.read(name)]));
    for (const [name, script] of this.loaded) parts.set(name, script.createCachedData());
    const places = writeSlices(compiledIn(this.folder), parts);
    writeKept(indexIn(this.folder), { engine, scripts: this.times, times: timesOf(compiledIn(this.folder)), places });
  }
}

/** What V8 compiled; undefined where there is none, or none of these scripts and this engine, or not as it was written. */
function readCompiled(folder, scripts) {
  try {
    const kept = readKept(indexIn(folder));
    return kept.engine === engine && JSON.stringify(kept.scripts) === JSON.stringify(scripts)
      ? new Slices(compiledIn(folder), kept.places, kept.times)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Writes scripts so that each can be loaded by itself. @returns what `openScripts` takes */
function writeScripts(folder, sources) {
  mkdirSync(folder, { recursive: true });
  const bytes = new Map([...sources].map(([name, text]) => [name, Buffer.from(text, "latin1")]));
  const places = writeSlices(scriptsIn(folder), bytes);
  return { places, times: timesOf(scriptsIn(folder)) };
}

/** @throws where the scripts are not as they were written */
const openScripts = (folder, { places, times }) => new ScriptStore(new Slices(scriptsIn(folder), places, times), folder, times);

module.exports = { openScripts, ScriptStore, writeScripts };
