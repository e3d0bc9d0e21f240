import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas, jsonSchemaText } from "../config/json-schema.ts";

// `npm run schema`: writes the JSON schemas that editors check the YAML with, from the zod schemas that `npm run synth` checks it with.
for (const [name, schema] of Object.entries(jsonSchemas)) writeFileSync(join("config", name), jsonSchemaText(schema));
