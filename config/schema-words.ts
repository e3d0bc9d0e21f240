import { z } from "zod";
import { settingsSchema } from "./settings-schema.ts";

// Configuration is parsed once: compiling the checks first costs more than it saves.
z.config({ jitless: true });

/** `example` also stands in for a missing value while the rest is checked; `pattern` is for editors, rules check it with reasons. */
export const text = (description: string, example?: string, pattern?: RegExp) =>
  z
    .string()
    .min(1)
    .meta({ description, ...(example !== undefined && { examples: [example] }), ...(pattern && { pattern: pattern.source }) });

/** A map of known keys. */
export const described = <T extends z.ZodRawShape>(description: string, shape: T) => z.strictObject(shape).meta({ description });
/** True or false. */
export const flag = (description: string) => z.boolean().meta({ description });
/** US dollars. */
export const usd = (description: string) => z.number().max(1e9).meta({ description });
/** A list of people, as their cloud writes them. */
export const people = (description: string) => z.array(z.string()).meta({ description });
/** Settings of places, at any level. */
export const settings = settingsSchema
  .optional()
  .meta({ description: "Settings at this level: above the levels before it, below those after." });
