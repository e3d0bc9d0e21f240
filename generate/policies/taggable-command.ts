import { writeFileSync } from "node:fs";
import { taggableFile, taggableText, taggableTypes } from "./taggable.ts";

// After an update of the bindings: node synth/run.cjs generate/policies/taggable-command.ts
writeFileSync(taggableFile, taggableText(taggableTypes()));
