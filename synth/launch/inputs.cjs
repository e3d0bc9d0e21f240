// Whether the files that something was made from are still what they were.
"use strict";

const { createHash } = require("node:crypto");
const { fstatSync, readFileSync, statSync } = require("node:fs");

/**
 * Milliseconds by which a file must be older than what was made from it, for its times alone to vouch for it: file systems
 * keep times no finer than that.
 */
const GRAIN_MS = 1000;

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("base64url");

/** Every change of a file moves `ctime`, which no program can set. @param file its path or its descriptor */
function timesOf(file) {
  const { size, mtimeMs, ctimeMs, ino } = typeof file === "number" ? fstatSync(file) : statSync(file);
  return [size, mtimeMs, ctimeMs, ino];
}

/** What files are now. */
function taken(files) {
  const since = Date.now();
  return { since, entries: [...files].sort().map((file) => [file, ...timesOf(file), hashOf(readFileSync(file))]) };
}

/** What files are now, after something was made from them, beginning at `since`; undefined if one changed meanwhile. */
function record(files, since) {
  const { entries } = taken(files);
  return entries.some(([, , , changed]) => changed >= since) ? undefined : { since, entries };
}

/** @returns the record, renewed where a file was touched and is the same; undefined if a file is not what it was */
function renewed(recorded) {
  const since = Date.now();
  let isRenewed = false;
  for (const entry of recorded.entries) {
    const [file, , , , , hash] = entry;
    let times;
    try {
      times = timesOf(file);
      const isSame = times.every((value, index) => value === entry[index + 1]);
      if (isSame && entry[3] < recorded.since - GRAIN_MS) continue;
      if (hashOf(readFileSync(file)) !== hash) return undefined;
    } catch {
      return undefined;
    }
    entry.splice(1, times.length, ...times);
    isRenewed = true;
  }
  return isRenewed ? { ...recorded, since } : recorded;
}

/** One hash for the contents of all files. */
const contentsOf = ({ entries }) => hashOf(JSON.stringify(entries.map(([file, , , , , hash]) => [file, hash])));

module.exports = { contentsOf, hashOf, record, renewed, taken, timesOf };
