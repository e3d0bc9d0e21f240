import { runChanges } from "./command.ts";

process.exitCode = runChanges(process.argv.slice(2), process.cwd());
