import { resolve } from "node:path";
import { runSynth } from "./synth/command.ts";
import { exitWith } from "./synth/exit.ts";

const home = "cdktf.out";
const outdir = process.env.CDKTF_OUTDIR || home;
const today = new Date().toISOString().slice(0, "YYYY-MM-DD".length);

/** Loaded only when something has changed: knowing that nothing has needs none of it. */
const parts = () =>
  Promise.all([import("./config/load.ts"), import("./stacks/catalog.ts"), import("./generate/files.ts"), import("./stacks/policies.ts")]);

// Configuration -> stack catalog -> Terraform JSON, and what is derived from it. Nothing is written unless every step succeeds.
runSynth(process.argv.slice(2), outdir, async () => {
  const [{ loadEstate }, { catalog }, { derivation }, { rulesFor }] = await parts();
  return () => {
    const estate = loadEstate("config");
    const stacks = catalog(estate);
    // What is derived names the stacks' folders: it belongs to this output folder, not to one made elsewhere.
    const isHome = resolve(outdir) === resolve(home);
    return { stacks, rules: rulesFor(stacks, today), ...(isHome && derivation(estate, stacks)) };
  };
}).then(exitWith);
