import { resolve } from "node:path";
import { loadEstate } from "./config/load.ts";
import { generatedFiles } from "./generate/files.ts";
import { catalog } from "./stacks/catalog.ts";
import { runSynth } from "./synth/command.ts";

const home = "cdktf.out";
const outdir = process.env.CDKTF_OUTDIR || home;

// Configuration -> stack catalog -> Terraform JSON, and what is derived from it. Nothing is written unless every step succeeds.
runSynth(process.argv.slice(2), outdir, () => {
  const estate = loadEstate("config");
  const stacks = catalog(estate);
  // What is derived names the stacks' folders: it belongs to this output folder, not to one made elsewhere.
  const isHome = resolve(outdir) === resolve(home);
  return { stacks, ...(isHome && { derive: (read) => generatedFiles(estate, stacks, read) }) };
}).then((exitCode) => {
  process.exitCode = exitCode;
});
