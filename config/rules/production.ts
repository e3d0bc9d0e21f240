import type { Rule } from "../problems.ts";

/** Production cannot be deleted by mistake. */
export const productionProtected: Rule = ({ environments: { prod } }) =>
  prod === undefined || prod.deletionProtection
    ? []
    : [
        {
          path: ["environments", "prod", "deletionProtection"],
          got: "false",
          rule: "would let prod's databases and buckets be deleted",
          remedy: "use true; single resources can be released when they must go",
        },
      ];
