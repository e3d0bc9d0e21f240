import { loadEstate } from "./config/load.ts";
import { catalog } from "./stacks/catalog.ts";
import { runSynth } from "./synth/command.ts";

// Configuration -> stack catalog -> Terraform JSON. Nothing is written unless every step succeeds.
runSynth(process.argv.slice(2), process.env.CDKTF_OUTDIR || "cdktf.out", () => catalog(loadEstate("config"))).then((exitCode) => {
  process.exitCode = exitCode;
});
