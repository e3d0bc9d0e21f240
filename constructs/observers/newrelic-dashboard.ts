import { askedOfNewRelic, type NewRelicObserved } from "./newrelic-observed.ts";
import type { AskedSignal } from "./signals.ts";

/** A page has twelve columns. */
const COLUMNS = 12;
const WIDTH = 6;
const HEIGHT = 3;

const chart = (accountId: number, { signal, question }: AskedSignal, index: number) => ({
  title: signal.meaning,
  layout: {
    column: 1 + ((index * WIDTH) % COLUMNS),
    row: 1 + HEIGHT * Math.floor((index * WIDTH) / COLUMNS),
    width: WIDTH,
    height: HEIGHT,
  },
  visualization: { id: "viz.line" },
  rawConfiguration: {
    nrqlQueries: [{ accountIds: [accountId], query: `${question} TIMESERIES` }],
    thresholds: { isLabelVisible: true, thresholds: [{ from: signal.threshold, severity: signal.severity }] },
  },
});

/** Every signal, on one page per place. https://docs.newrelic.com/docs/query-your-data/explore-query-data/dashboards/dashboards-charts-import-export-data/ */
export function newRelicDashboard(observed: NewRelicObserved): string {
  const { organization, environment, places, accountId } = observed;
  const asked = askedOfNewRelic(observed);
  return JSON.stringify({
    name: `${organization} ${environment}`,
    description: "Written from configuration: edits are overwritten",
    permissions: "PUBLIC_READ_ONLY",
    pages: places.map(({ id }) => ({
      name: id,
      widgets: asked.filter(({ place }) => place.id === id).map((each, index) => chart(accountId, each, index)),
    })),
  });
}
