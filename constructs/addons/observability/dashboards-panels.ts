import type { Values } from "../addon.ts";

/** The data source of every panel: metrics of all clusters at once. */
const datasource = { type: "prometheus", uid: "metrics" };

/** Units, as Grafana calls them. */
export type Unit = "short" | "percentunit" | "bytes" | "s" | "ms" | "reqps" | "currencyUSD" | "none";

/** One line of a graph, or one column of a table: an expression and what its values are called. */
export interface Series {
  readonly expr: string;
  /** `{{cluster}}`: made of labels. */
  readonly legend: string;
}

/** A panel without its place on the dashboard. */
export interface Panel {
  readonly title: string;
  /** What it tells, where the title alone does not. @default none */
  readonly description?: string;
  /** Columns out of 24. */
  readonly width: number;
  readonly height: number;
  readonly body: Values;
}

/** Turns yellow from `warn` on and red from `bad` on. */
export interface Limits {
  readonly warn: number;
  readonly bad: number;
  /** Turns yellow below `warn` and red below `bad`. @default too much is what is wrong */
  readonly below?: true;
}

const steps = ({ warn, bad, below }: Limits) => ({
  mode: "absolute",
  steps: below
    ? [
        { color: "red", value: null },
        { color: "yellow", value: bad },
        { color: "green", value: warn },
      ]
    : [
        { color: "green", value: null },
        { color: "yellow", value: warn },
        { color: "red", value: bad },
      ],
});

const defaults = (unit: Unit, limits?: Limits): Values => ({ unit, min: 0, ...(limits && { thresholds: steps(limits) }) });

const targets = (series: readonly Series[], more: Values = {}) =>
  series.map(({ expr, legend }, index) => ({ refId: String.fromCharCode(65 + index), datasource, expr, legendFormat: legend, ...more }));

/** A number as it is now. */
export const stat = (title: string, expr: string, { unit = "short", limits, ...rest }: StatOptions = {}): Panel => ({
  title,
  width: 4,
  height: 4,
  ...rest,
  body: {
    type: "stat",
    targets: targets([{ expr, legend: title }], { instant: true }),
    fieldConfig: { defaults: defaults(unit, limits), overrides: [] },
    options: { reduceOptions: { calcs: ["lastNotNull"] }, colorMode: limits ? "background" : "value", graphMode: "none" },
  },
});

interface StatOptions {
  readonly unit?: Unit;
  readonly limits?: Limits;
  readonly description?: string;
  readonly width?: number;
}

/** Lines over time. */
export const graph = (
  title: string,
  unit: Unit,
  series: readonly Series[],
  rest: Partial<Pick<Panel, "description" | "width">> = {},
): Panel => ({
  title,
  width: 12,
  height: 8,
  ...rest,
  body: {
    type: "timeseries",
    targets: targets(series),
    fieldConfig: { defaults: { ...defaults(unit), custom: { fillOpacity: 8, showPoints: "never" } }, overrides: [] },
    options: {
      legend: { displayMode: "table", placement: "bottom", calcs: ["lastNotNull", "max"] },
      tooltip: { mode: "multi", sort: "desc" },
    },
  },
});

/** A column of a table. */
export interface Column extends Series {
  readonly unit: Unit;
  readonly limits?: Limits;
}

/** Rows by the labels that the columns' values have in common, as they are now. */
export const table = (
  title: string,
  by: readonly string[],
  columns: readonly Column[],
  rest: Partial<Pick<Panel, "description" | "width" | "height">> = {},
): Panel => ({
  title,
  width: 24,
  height: 9,
  ...rest,
  body: {
    type: "table",
    targets: targets(columns, { instant: true, format: "table" }),
    transformations: [
      { id: "merge", options: {} },
      {
        id: "filterFieldsByName",
        options: { include: { names: [...by, ...columns.map((_, index) => valueField(index, columns.length))] } },
      },
      {
        id: "organize",
        options: { renameByName: Object.fromEntries(columns.map(({ legend }, index) => [valueField(index, columns.length), legend])) },
      },
    ],
    fieldConfig: {
      defaults: { custom: { filterable: true } },
      overrides: columns.map(({ legend, unit, limits }) => ({
        matcher: { id: "byName", options: legend },
        properties: [
          { id: "unit", value: unit },
          ...(limits
            ? [
                { id: "thresholds", value: steps(limits) },
                { id: "custom.cellOptions", value: { type: "color-background", mode: "basic" } },
              ]
            : []),
        ],
      })),
    },
    options: { showHeader: true, cellHeight: "sm" },
  },
});

/** Grafana calls the value of a table's only query otherwise than that of one of several. */
const valueField = (index: number, of: number): string => (of === 1 ? "Value" : `Value #${String.fromCharCode(65 + index)}`);

/** A heading with the panels below it. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A choice at the top of the dashboard. */
export type Variable = Values & { readonly name: string };

/** One of a list that configuration knows, or all of it. */
export const choice = (name: string, values: readonly string[], multi = true): Variable => {
  const [first = ""] = values;
  const all = { text: ["All"], value: ["$__all"] };
  return {
    ...{ name, type: "custom", multi, includeAll: multi, query: values.join(",") },
    ...(multi && { allValue: ".*" }),
    current: multi ? all : { text: first, value: first },
    options: values.map((value) => ({ text: value, value, selected: !multi && value === first })),
  };
};

/** One of a label's values, as they are measured. */
export const labelled = (name: string, query: string): Variable => ({
  ...{ name, type: "query", datasource, multi: true, includeAll: true, allValue: ".*", sort: 1, refresh: 2 },
  query: { query: `label_values(${query}, ${name})`, refId: name },
  current: { text: ["All"], value: ["$__all"] },
});

/** A dashboard as Grafana reads it, without its place in a ConfigMap. */
export interface Dashboard {
  /** Part of addresses: stable. */
  readonly uid: string;
  readonly title: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

const COLUMNS = 24;

/** Puts panels side by side until a line is full, and lines below each other. */
function placed(rows: readonly Row[]): Values[] {
  const panels: Values[] = [];
  let top = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: "row",
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y: top, w: COLUMNS, h: 1 },
    });
    top += 1;
    let left = 0;
    let lineHeight = 0;
    for (const { title, description, width, height, body } of row.panels) {
      if (left + width > COLUMNS) {
        top += lineHeight;
        left = 0;
        lineHeight = 0;
      }
      panels.push({
        ...{ id: panels.length + 1, title, ...(description !== undefined && { description }), datasource },
        ...{ gridPos: { x: left, y: top, w: width, h: height }, ...body },
      });
      left += width;
      lineHeight = Math.max(lineHeight, height);
    }
    top += lineHeight;
  }
  return panels;
}

/** https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export const dashboardJson = ({ uid, title, variables, rows }: Dashboard): string =>
  JSON.stringify({
    ...{ uid, title, tags: ["platform"], schemaVersion: 41, version: 1, editable: false, graphTooltip: 1, timezone: "browser" },
    ...{ refresh: "1m", time: { from: "now-6h", to: "now" } },
    templating: { list: variables },
    links: [{ title: "Platform", type: "dashboards", tags: ["platform"], asDropdown: true, includeVars: true, keepTime: true }],
    panels: placed(rows),
  });
