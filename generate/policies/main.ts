import { runPolicies } from "./command.ts";

process.exitCode = runPolicies(process.argv.slice(2), { today: new Date().toISOString().slice(0, 10) });
