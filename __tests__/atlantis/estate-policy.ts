import { type Policy, parsePolicy } from "../../atlantis/policy.ts";
import { loadEstate } from "../../config/load.ts";
import { atlantisServerFiles } from "../../generate/atlantis-server.ts";
import { committedExtract, defaultStacks } from "../estate.ts";

/** The server's files, as made from the committed output. */
export const serverFiles = (): Record<string, string> => atlantisServerFiles(loadEstate("config"), defaultStacks(), committedExtract);

/** The policy of the default estate. */
export const estatePolicy = (): Policy => parsePolicy(serverFiles()["atlantis/guard.json"] ?? "");
