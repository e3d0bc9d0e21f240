import { datadogQuestions } from "./datadog-questions.ts";
import type { Observed } from "./observed.ts";
import { type AskedSignal, askedIn } from "./signals.ts";

/** `min(last_15m):<query> > 85` -> `<query>`: what a graph shows of a monitor. */
const graphed = ({ question, signal }: AskedSignal): string =>
  question.slice(question.indexOf("):") + 2, question.lastIndexOf(signal.bound === "above" ? " >" : " <"));

const graph = (asked: AskedSignal) => ({
  definition: {
    type: "timeseries",
    title: asked.signal.meaning,
    requests: [{ q: graphed(asked), display_type: "line" }],
    markers: [{ value: `y = ${asked.signal.threshold}`, display_type: "error dashed" }],
  },
});

const group = (title: string, widgets: readonly object[]) => ({ definition: { type: "group", layout_type: "ordered", title, widgets } });

/** What a person looks at first: what is wrong now, then every signal of every place. https://docs.datadoghq.com/dashboards/graphing_json/ */
export function datadogDashboard({ organization, environment, places }: Observed): string {
  const asked = askedIn(places, datadogQuestions);
  const wrong = {
    definition: {
      type: "manage_status",
      title: "What is wrong",
      query: `tag:(env:${environment} AND managed-by:terraform)`,
      summary_type: "monitors",
      display_format: "countsAndList",
      color_preference: "text",
      hide_zero_counts: true,
      sort: "status,asc",
    },
  };
  return JSON.stringify({
    title: `${organization} ${environment}`,
    description: "Written from configuration: edits are overwritten",
    layout_type: "ordered",
    widgets: [wrong, ...places.map(({ id }) => group(id, asked.filter(({ place }) => place.id === id).map(graph)))],
  });
}
