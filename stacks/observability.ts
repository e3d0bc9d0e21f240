import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { healthHost } from "../constructs/addons/mesh/internal-services.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { DatadogObserver } from "../constructs/observers/datadog.ts";
import { connectDatadog, type DatadogConnection } from "../constructs/observers/datadog-connection.ts";
import { NewRelicObserver } from "../constructs/observers/newrelic.ts";
import { connectNewRelic } from "../constructs/observers/newrelic-connection.ts";
import type { NewRelicObserved } from "../constructs/observers/newrelic-observed.ts";
import type { Observed } from "../constructs/observers/observed.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { hostIn } from "./apps-input.ts";
import { accountOf, cloudContexts, homePlace, placeContexts } from "./context.ts";
import { estateSpec } from "./make-spec.ts";
import { stays } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** What vendors watch of an environment, as the configuration describes it. */
export interface ObservabilityInput extends Omit<Observed, "tags" | "places"> {
  readonly places: readonly PlaceInput[];
  /** Where the account of each cloud has what it has once. */
  readonly homes: readonly PlaceInput[];
  readonly datadog?: DatadogConnection;
  readonly newrelic?: Pick<NewRelicObserved, "accountId" | "region" | "gcpReader">;
}

/** An environment's side in the accounts of the vendors that watch it. */
export class ObservabilityStack extends PlatformStack<ObservabilityInput> {
  constructor(scope: Construct, spec: StackSpec<ObservabilityInput>) {
    super(scope, spec);
    const { places, homes, datadog, newrelic, ...rest } = this.input;
    for (const home of homes) clouds[home.cloud].provider(this, makePlace(home), spec.tags);
    const observed: Observed = { ...rest, places: places.map(makePlace), tags: spec.tags };
    if (datadog) {
      connectDatadog(this, datadog);
      new DatadogObserver(this, "Datadog", observed);
    }
    if (newrelic) {
      connectNewRelic(this, newrelic);
      new NewRelicObserver(this, "NewRelic", { ...observed, ...newrelic });
    }
  }
}

/** A stack for each environment that a vendor watches. */
export const observabilityStacks = (estate: Estate): StackSpec[] =>
  Object.values(estate.environments)
    .filter(({ observers }) => observers.length > 0)
    .map((environment) =>
      estateSpec(estate, environment, ObservabilityStack, {
        id: `${environment.name}-observability`,
        layer: "observability",
        publishes: [],
        // The accounts' own trust is there before somebody else's.
        consumes: cloudContexts(estate, environment).map(accountOf),
        credentials: [...cloudContexts(estate, environment).map(({ cloud }) => cloud), ...environment.observers],
        input: observabilityInput(estate, environment),
      }),
    );

function observabilityInput(estate: Estate, environment: Environment): ObservabilityInput {
  const { organization, observability, apps } = estate;
  const contexts = cloudContexts(estate, environment).filter((context) => placeContexts(context).length > 0);
  const places = contexts.flatMap(placeContexts).filter(({ place }) => stays(estate, makePlace(place).id));
  const here = Object.values(apps).filter((app) => app.environments.includes(environment.name as never));
  const hosts = here.flatMap((app) => app.hosts.map((host) => hostIn(environment.name, host, organization.domain)));
  const ids = places.map(({ place }) => makePlace(place).id);
  return {
    organization: organization.name,
    environment: environment.name,
    places: places.map(({ place }) => place),
    homes: contexts.map(homePlace),
    hosts: [...new Set(hosts)].sort(),
    healthHosts: Object.fromEntries(ids.map((id) => [id, healthHost({ id }, organization.domain)])),
    contacts: { security: organization.securityContact },
    ...(environment.observers.includes("datadog") && { datadog: observability.datadog }),
    ...(environment.observers.includes("newrelic") &&
      observability.newrelic && {
        newrelic: { ...observability.newrelic, accountId: Number(observability.newrelic.accountId) },
      }),
  };
}
