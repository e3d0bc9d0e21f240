import { isMainThread } from "node:worker_threads";

/**
 * Ends the process when all that it printed is out, and does not wait for what V8 still compiles and collects in the background for
 * a program that is done: a tenth of a short run. A thread beside the first ends by itself.
 */
export function exitWith(exitCode: number): void {
  process.exitCode = exitCode;
  const isAllOut = [process.stdout, process.stderr].every(({ writableLength }) => writableLength === 0);
  if (isMainThread && isAllOut) process.exit();
}
