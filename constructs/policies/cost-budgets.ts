import { argumentOf } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

/** Where a cloud's budget is, and where it says how much a month. */
const budgets: Readonly<Record<string, readonly [type: string, argument: string, period: string, month: string]>> = {
  aws: ["aws_budgets_budget", "limit_amount", "time_unit", "MONTHLY"],
  gcp: ["google_billing_budget", "amount.specified_amount.units", "budget_filter.calendar_period", "MONTH"],
  azure: ["azurerm_consumption_budget_subscription", "amount", "time_grain", "Monthly"],
};

function budgetOf(stack: Subject["stack"], cloud: string, usd: number): Finding[] {
  const [type = cloud, argument = "", period = "", month = ""] = budgets[cloud] ?? [];
  const wanted = `a budget of ${usd} USD a month, as configured`;
  const monthly = stack.ofType(type).filter((budget) => [month, undefined].includes(argumentOf(budget, period) as string | undefined));
  const amounts = monthly.map((budget) => argumentOf(budget, argument));
  if (amounts.some((amount) => isAmount(amount, usd))) return [];
  return [{ argument: type, got: amounts.length === 0 ? undefined : (amounts as Json[]), wanted }];
}

const isAmount = (amount: Json | undefined, usd: number): boolean => amount !== null && amount !== "" && Number(amount) === usd;

/** Somebody is told before a month costs more than was agreed. */
export const accountBudget: Policy = {
  id: "C-06",
  title: "An account has the budget that is configured for it",
  severity: "high",
  remedy: "keep the account's budget resource, and change its amount by budgetUsd in config/environments/",
  appliesTo: ["terraform"],
  judge: ({ stack }) => Object.entries(stack.facts.budgets ?? {}).flatMap(([cloud, usd]) => budgetOf(stack, cloud, usd)),
};
