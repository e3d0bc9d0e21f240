import type { Environment, Estate } from "../config/estate.ts";
import type { Credential } from "../constructs/delivery/contract.ts";
import { accountOf } from "./context.ts";
import { InterconnectStack } from "./interconnect.ts";
import { interconnectId, interconnectInput, watched } from "./interconnect-input.ts";
import { estateSpec, refTo } from "./make-spec.ts";
import { NamesStack, namesId, namesInput } from "./names.ts";
import type { StackRef, StackSpec } from "./stack-spec.ts";

/** What is between the places of an environment: links, and names by which they find each other's databases. */
export const betweenStacks = (estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] => [
  ...interconnectStack(estate, environment, below),
  ...namesStack(estate, environment, below),
];

const stacksNamed = (below: readonly StackSpec[], ids: readonly string[]): StackRef[] =>
  [...new Set(ids)].map((id) => refTo(below.find((spec) => spec.id === id) as StackSpec));

const unique = (refs: readonly StackRef[]): StackRef[] => refs.filter(({ id }, index) => refs.findIndex((ref) => ref.id === id) === index);

const cloudsOf = (places: readonly { readonly cloud: Credential }[]): Credential[] => [...new Set(places.map(({ cloud }) => cloud))];

function interconnectStack(estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] {
  const input = interconnectInput(estate, environment);
  if (input === undefined) return [];
  const places = [...input.places, ...(input.central ? [input.central] : [])];
  const accounts = places
    .filter((place) => watched(input, place))
    .map(({ environment: name, cloud }) => accountOf({ environment: { name }, cloud }));
  return [
    estateSpec(estate, environment, InterconnectStack, {
      id: interconnectId(environment),
      layer: "interconnect",
      publishes: [],
      consumes: [
        ...unique(accounts),
        ...stacksNamed(
          below,
          places.map(({ id }) => `${id}-network`),
        ),
      ],
      credentials: [...cloudsOf(input.places), ...(input.central ? (["central"] as const) : [])],
      input,
    }),
  ];
}

function namesStack(estate: Estate, environment: Environment, below: readonly StackSpec[]): StackSpec[] {
  const input = namesInput(estate, environment);
  if (input === undefined) return [];
  const { databases, networks, central } = input;
  const ids = [...networks, ...(central ? [central] : [])].map(({ id }) => `${id}-network`);
  return [
    estateSpec(estate, environment, NamesStack, {
      id: namesId(environment),
      layer: "names",
      publishes: [],
      consumes: stacksNamed(below, [...ids, ...databases.map(({ id }) => `${id}-data`)]),
      credentials: [...cloudsOf(networks), ...(central ? (["central"] as const) : [])],
      input,
    }),
  ];
}
