import { existsSync } from "node:fs";
import { type Policy, parsePolicy } from "../../atlantis/policy.ts";
import { loadEstate } from "../../config/load.ts";
import { atlantisServerFiles } from "../../generate/atlantis-server.ts";
import { committedText, defaultStacks } from "../estate.ts";

/** The server's files, as made from the committed output. */
export const serverFiles = (): Record<string, string> =>
  atlantisServerFiles(loadEstate("config"), defaultStacks(), (id) =>
    existsSync(`cdktf.out/stacks/${id}/cdk.tf.json`) ? committedText(id) : undefined,
  );

/** The policy of the default estate. */
export const estatePolicy = (): Policy => parsePolicy(serverFiles()["atlantis/guard.json"] ?? "");
