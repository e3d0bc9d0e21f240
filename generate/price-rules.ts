import { priceInputs } from "./price-inputs.ts";

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What Infracost would price at nothing or somewhere else without a word, a line each, as it resolves no references.
 *
 * @param resources of a stack, by type and name
 */
export const priceProblems = (resources: Resources): string[] => [...provided(resources), ...inputs(resources)];

/** What has no price, or one that no attribute changes: it may say which of several clusters or accounts it is in. */
const pricedAlike =
  /^(helm_|kubernetes_|aws_(customer_gateway|vpn_connection|ec2_transit_gateway_\w+|route53_zone|route53_record|cloudwatch_metric_alarm)\.)/;

function provided(resources: Resources): string[] {
  return entries(resources).flatMap(([address, , attributes]) =>
    isTree(attributes) && typeof attributes.provider === "string" && !pricedAlike.test(address)
      ? [`${address}: has a provider argument, with which Infracost sees none of its attributes; leave it to the stack's one provider`]
      : [],
  );
}

function inputs(resources: Resources): string[] {
  return entries(resources).flatMap(([address, type, attributes]) =>
    (priceInputs[type] ?? []).flatMap((path) =>
      inputProblems(attributes, path.replace("?", "")).map((problem) => `${address}: ${problem}`),
    ),
  );
}

/** Walks to the value; what is not there is left to its default. */
function inputProblems(attributes: unknown, path: string): string[] {
  let value = attributes;
  for (const key of path.split(".")) {
    if (key === "0" && isTree(value)) return [`${path}: the block is an object, in which Infracost finds nothing; write a list of one`];
    value = (value as Record<string, unknown> | null | undefined)?.[key];
  }
  if (typeof value !== "string" || !value.includes("${")) return [];
  return [`${path}: got ${value}, which Infracost does not resolve; write the value itself`];
}

const entries = (resources: Resources): [address: string, type: string, attributes: unknown][] =>
  Object.entries(resources).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, attributes]): [string, string, unknown] => [`${type}.${name}`, type, attributes]),
  );

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
