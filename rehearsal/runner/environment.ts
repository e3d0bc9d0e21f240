/** What of terraform's environment a rehearsal decides. */
export interface TerraformSettings {
  /** Where it keeps what it downloads and notes down (`.terraform`). */
  readonly dataFolder: string;
  /** Values of variables, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Whatever else the person's terraform is set to do: no questions, no colour, no look-up of newer versions. */
const quiet = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1", NO_COLOR: "1" };

/**
 * The environment in which a simulated run depends on nothing of the machine: no `TF_...` of the person's, no configuration file.
 *
 * @param configFile an empty file in place of `~/.terraformrc`
 * @param reattach providers to take in place of installed ones
 */
export function simulatedEnvironment(
  machine: NodeJS.ProcessEnv,
  settings: TerraformSettings,
  configFile: string,
  reattach: { readonly TF_REATTACH_PROVIDERS: string },
): NodeJS.ProcessEnv {
  return { ...withoutTerraformSettings(machine), ...quiet, ...decided(settings), TF_CLI_CONFIG_FILE: configFile, ...reattach };
}

/** The environment of the machine without any `TF_...`. */
export function withoutTerraformSettings(machine: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(machine).filter(([name]) => !name.startsWith("TF_")));
}

/**
 * The environment for real providers: the person's own, as mirrors and credentials are set there.
 *
 * @param pluginCache where downloads are kept, so that each provider is downloaded once and not once a stack
 */
export function realEnvironment(machine: NodeJS.ProcessEnv, settings: TerraformSettings, pluginCache: string): NodeJS.ProcessEnv {
  const { TF_REATTACH_PROVIDERS: _reattach, TF_WORKSPACE: _workspace, ...kept } = machine;
  return {
    TF_PLUGIN_CACHE_DIR: pluginCache,
    // Without it the cache is not used by a folder that has no lock file, as the copies have none.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true",
    ...kept,
    ...quiet,
    ...decided(settings),
  };
}

function decided({ dataFolder, variables }: TerraformSettings): NodeJS.ProcessEnv {
  const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  return { TF_DATA_DIR: dataFolder, ...Object.fromEntries(values) };
}
