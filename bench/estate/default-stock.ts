import { App } from "cdktf";
import { loadEstate } from "../../config/load.ts";
import { catalog } from "../../stacks/catalog.ts";

// The peer for the default estate: every stack in one app, and cdktf's own synthesis.
const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? "" });
for (const spec of catalog(loadEstate("config"))) spec.build(app);
app.synth();
