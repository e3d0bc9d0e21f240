// A thread that runs the program its starter runs.
"use strict";

const { parentPort, workerData } = require("node:worker_threads");
const { runInWorker } = require("./program.cjs");

runInWorker(workerData, parentPort);
