import type { SimulatedCloud } from "../cloud/simulated-cloud.ts";
import { serve, withAddress } from "../protocol/serve.ts";
import { schemasFor } from "../schema/schemas.ts";
import { usedTypes } from "../schema/used.ts";
import type { Stack } from "../stacks.ts";
import { realEnvironment, simulatedEnvironment, type TerraformSettings } from "./environment.ts";
import type { Run } from "./phase.ts";
import type { Processes } from "./processes.ts";
import { readState } from "./state-file.ts";
import { variableValues } from "./variables.ts";
import type { WorkFolder } from "./work-folder.ts";

/** What the stacks of a rehearsal share. */
export interface Ground {
  readonly work: WorkFolder;
  readonly processes: Processes;
  /** Values of variables that were given, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** The repository. */
  readonly root: string;
  /** Where derived schemas are kept from one rehearsal to the next. */
  readonly schemaCache: string;
  /** Where downloaded providers are kept from one rehearsal to the next. */
  readonly pluginCache: string;
}

/** A stack whose terraform can run. */
export interface Site {
  readonly run: Run;
  close(): Promise<void>;
}

/** Serves the providers of a stack, for as long as the site is open. */
export async function openSimulated(stack: Stack, cloud: SimulatedCloud, ground: Ground): Promise<Site> {
  const { work, root, schemaCache } = ground;
  const used = usedTypes(stack, readState(work.stateFile(stack.id)));
  const served = await serve(withAddress(schemasFor(stack, used, schemaCache, root)), cloud.session(stack), { root });
  const environment = simulatedEnvironment(process.env, settingsOf(stack, ground), work.configFile, served.environment);
  return { run: runIn(stack, ground, environment), close: () => served.close() };
}

/** Leaves the providers of a stack to terraform, which downloads them. */
export function openReal(stack: Stack, ground: Ground): Site {
  const environment = realEnvironment(process.env, settingsOf(stack, ground), ground.pluginCache);
  return { run: runIn(stack, ground, environment), close: async () => undefined };
}

function settingsOf(stack: Stack, { work, variables }: Ground): TerraformSettings {
  return { dataFolder: work.dataFolder(stack.id), variables: variableValues(stack.json, variables) };
}

function runIn({ id }: Stack, { work, processes }: Ground, environment: NodeJS.ProcessEnv): Run {
  return (args) => processes.run({ args, folder: work.copyOf(id), environment, stateFile: work.stateFile(id) });
}
