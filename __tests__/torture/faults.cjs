// Preloaded into a synth: makes the file system or the clock misbehave, as FAULT says.
"use strict";
const fs = require("node:fs");

const [kind, value] = (process.env.FAULT ?? "").split("=");
const inside = process.env.FAULT_FOLDER ?? "";

/** Makes the n-th change below the folder fail. */
function failAt(nth, code) {
  let left = nth;
  for (const name of ["writeFileSync", "renameSync", "mkdirSync", "rmSync"]) {
    const original = fs[name];
    fs[name] = (path, ...rest) => {
      if (String(path).includes(inside) && --left === 0) {
        throw Object.assign(new Error(`${code}: ${name} '${path}'`), { code, syscall: name, path: String(path) });
      }
      return original(path, ...rest);
    };
  }
}

if (kind === "full") failAt(Number(value), "ENOSPC");
if (kind === "readonly") failAt(Number(value), "EROFS");
if (kind === "clock") {
  const { now } = Date;
  Date.now = () => now() + Number(value);
}
