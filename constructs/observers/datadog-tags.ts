import { marksOf, type Observed } from "./observed.ts";

/** What everything of an environment's bears at Datadog: `env:prod`. */
export const datadogTags = (observed: Observed): string[] => Object.entries(marksOf(observed)).map(([key, value]) => `${key}:${value}`);
