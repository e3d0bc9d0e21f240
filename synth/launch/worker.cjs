// A thread that runs the program its starter runs.
"use strict";

const { parentPort, workerData } = require("node:worker_threads");
const { runInWorker } = require("./program.cjs");

// What packages do that newer versions of Node advise against, the first thread has said.
process.noDeprecation = true;

runInWorker(workerData, parentPort);
