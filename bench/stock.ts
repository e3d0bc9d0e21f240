import { App } from "cdktf";
import { loadEstate } from "../config/load.ts";
import { catalog } from "../stacks/catalog.ts";

// The peer: every stack in one app, and cdktf's own app.synth().
const app = new App({ outdir: process.argv[2] ?? "" });
for (const spec of catalog(loadEstate("config"))) spec.build(app);
app.synth();
