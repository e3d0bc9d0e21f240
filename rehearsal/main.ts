import { runRehearse } from "./command.ts";

// A terminal, or a reader of a pipe, that is gone: the command hears of it itself, and ends in order.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

runRehearse(process.argv.slice(2), process.cwd()).then((exitCode) => {
  process.exitCode = exitCode;
});
