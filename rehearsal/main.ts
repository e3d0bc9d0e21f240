import { runRehearse } from "./command.ts";

runRehearse(process.argv.slice(2), process.cwd()).then((exitCode) => {
  process.exitCode = exitCode;
});
