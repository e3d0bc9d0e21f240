// JSON that is kept for the next run, below its own hash: one that is damaged counts as none.
"use strict";

const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { hashOf } = require("./inputs.cjs");

/** Replaces the file whole, so that no other run reads half of it. */
function writeKept(file, value) {
  const text = JSON.stringify(value);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, `${hashOf(text)}\n${text}`);
  renameSync(`${file}.${process.pid}`, file);
}

/** @throws where there is none, or it is not as it was written */
function readKept(file) {
  const kept = readFileSync(file, "utf8");
  const end = kept.indexOf("\n");
  const text = kept.slice(end + 1);
  if (hashOf(text) !== kept.slice(0, end)) throw new Error(`${file}: damaged`);
  return JSON.parse(text);
}

module.exports = { readKept, writeKept };
