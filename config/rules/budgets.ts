import { cloudsOf, environmentsOf } from "../places.ts";
import type { Rule } from "../problems.ts";

const budgetPath = (environment: string) => ["environments", environment, "budgetUsd"];

/** Every budget is some money. */
export const budgetsPositive: Rule = (estate) => {
  const environments = environmentsOf(estate).filter(({ budgetUsd }) => budgetUsd <= 0);
  const clouds = cloudsOf(estate).filter(({ environment, placement }) => environment.budgetUsd > 0 && placement.budgetUsd <= 0);
  return [
    ...environments.map(({ name, budgetUsd }) => ({
      path: budgetPath(name),
      got: `${budgetUsd} US dollars`,
      rule: "is no budget",
      remedy: "use more than 0",
    })),
    ...clouds.map(({ cloud, environment, placement, path }) => ({
      path: [...path, "budgetUsd"],
      got: `${placement.budgetUsd} US dollars`,
      rule: `is what is left for ${cloud} of the environment's ${environment.budgetUsd}`,
      remedy: "raise the environment's budget, or lower its other clouds'",
      involves: [budgetPath(environment.name)],
    })),
  ];
};

/** The clouds' budgets fit into their environment's. */
export const budgetsAddUp: Rule = (estate) =>
  environmentsOf(estate).flatMap(({ name, budgetUsd, clouds }) => {
    const sum = Object.values(clouds).reduce((total, placement) => total + placement.budgetUsd, 0);
    return sum <= budgetUsd || budgetUsd <= 0
      ? []
      : [
          {
            path: budgetPath(name),
            got: `${budgetUsd} US dollars`,
            rule: `is less than its clouds' budgets together (${sum})`,
            remedy: `raise it to ${sum}, or lower theirs`,
            involves: [["environments", name, "clouds"]],
          },
        ];
  });
