// The floor: the same documents as plain objects, made to text and written, and nothing else. Prints the milliseconds of that.
"use strict";
const { mkdirSync, readdirSync, readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const [, , from, to] = process.argv;
const documents = readdirSync(from).map((id) => [id, JSON.parse(readFileSync(path.join(from, id, "cdk.tf.json"), "utf8"))]);
const started = performance.now();
for (const [id, document] of documents) {
  mkdirSync(path.join(to, id), { recursive: true });
  writeFileSync(path.join(to, id, "cdk.tf.json"), JSON.stringify(document, undefined, 2));
}
console.log(performance.now() - started);
