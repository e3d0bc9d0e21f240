import { describe, expect, it } from "vitest";
import { dashboardObjects, dashboards } from "../../../constructs/addons/observability/dashboards.ts";
import { metricsByExporter } from "../../../constructs/addons/observability/dashboards-metrics.ts";
import { grafana } from "../../../constructs/addons/observability/grafana.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";
import { type FreeForm, valuesOf } from "./catalog.ts";

const here = samplePlace("aws", "mgmt");
const context = sampleContext("aws", { place: here.place, places: [here] });
const objects = (grafana.resources?.(context, sampleIdentity) ?? []).filter(({ kind }) => kind === "ConfigMap");
const json = (object: FreeForm): FreeForm => JSON.parse(Object.values(object.data)[0] as string);
const all: FreeForm[] = objects.map(json);
const panels: FreeForm[] = all.flatMap((dashboard) => dashboard.panels);
const expressions: string[] = panels.flatMap(({ targets = [] }) => targets.map(({ expr }: FreeForm) => expr));
const known: readonly string[] = Object.values(metricsByExporter).flat();

/** Names before `{`, and those that stand alone: what is not a function, a label or a word of the language. */
const metricsIn = (expr: string): string[] => [
  ...new Set(
    expr
      .replaceAll(/\{[^}]*\}/g, "{}")
      .replaceAll(/(?:by|on) \([^)]*\)/g, "")
      .match(/[A-Za-z_:][\w:]*(?=\{\})|(?<![\w$[])(?:kube|node|container|vault|istio|velero|thanos|otelcol|argocd)_\w+/g) ?? [],
  ),
];

describe("dashboards", () => {
  it("are there in the folder and with the label that Grafana's sidecar looks for", () => {
    const { dashboards: sidecar } = valuesOf(grafana, context).sidecar;
    expect(objects).toHaveLength(dashboards(context).length);
    for (const { metadata } of objects) {
      expect(metadata.labels).toEqual({ [sidecar.label]: "1" });
      expect(Object.keys(metadata.annotations ?? {})).toEqual([sidecar.folderAnnotation]);
    }
    expect(sidecar.searchNamespace).toBe("ALL");
  });

  it("have one address and one title each, which stay", () => {
    expect(all.map(({ uid }) => uid)).toEqual(["estate", "place", "applications", "delivery"]);
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(new Set(objects.flatMap((object: FreeForm) => Object.keys(object.data))).size).toBe(all.length);
  });

  it("ask data sources that there are, and nothing else", () => {
    const uids = valuesOf(grafana, context).datasources["datasources.yaml"].datasources.map(({ uid }: FreeForm) => uid);
    const asked = JSON.stringify(all).match(/(?<="datasource":)\{[^}]*\}/g) ?? [];
    expect(asked.length).toBeGreaterThan(100);
    for (const source of asked) expect(uids).toContain(JSON.parse(source).uid);
  });

  it("show what somebody measures, and all that is listed as measured", () => {
    const shown = new Set(expressions.flatMap(metricsIn));
    expect([...shown].filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => !shown.has(name))).toEqual([]);
  });

  it("close what they open in each expression, and choose by the variables that there are", () => {
    for (const { panels: own, templating } of all) {
      const variables = templating.list.map(({ name }: FreeForm) => name);
      for (const expr of own.flatMap(({ targets = [] }: FreeForm) => targets.map((target: FreeForm) => target.expr))) {
        for (const [open, close] of ["()", "{}", "[]"].map((pair) => pair.split("")) as [string, string][])
          expect(expr.split(open).length, expr).toBe(expr.split(close).length);
        for (const [, name] of expr.matchAll(/"\$(\w+)"/g)) expect(variables).toContain(name);
      }
    }
  });

  it("let nothing be taken for a template of Terraform's", () => {
    expect(JSON.stringify(objects)).not.toMatch(/[$%]\{/);
  });

  it("put panels beside and below each other, none on another, none over the edge", () => {
    for (const { panels: own } of all) {
      const cells = new Set<string>();
      for (const { gridPos, id } of own as { gridPos: { x: number; y: number; w: number; h: number }; id: number }[]) {
        expect(gridPos.x + gridPos.w, `panel ${id}`).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(cells.has(`${x} ${y}`), `panel ${id} at ${x} ${y}`).toBe(false);
            cells.add(`${x} ${y}`);
          }
      }
      expect(new Set(own.map(({ id }: FreeForm) => id)).size).toBe(own.length);
    }
  });

  it("color by steps that rise", () => {
    const steps = (JSON.stringify(all).match(/(?<="steps":)\[[^\]]*\]/g) ?? []).map(
      (text) => JSON.parse(text) as { value: number | null }[],
    );
    expect(steps.length).toBeGreaterThan(20);
    for (const [first, ...others] of steps) {
      expect(first?.value).toBeNull();
      const values = others.map(({ value }) => value as number);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it("offer the clusters, clouds and environments of the estate, and follow it", () => {
    const offered = (estate = context.estate): Record<string, string> =>
      Object.fromEntries(
        dashboards({ estate }).flatMap(({ uid, variables }) => variables.map(({ name, query }) => [`${uid} ${name}`, String(query)])),
      );
    expect(offered()["place cluster"]?.split(",")).toEqual(context.estate.map(({ name }) => name));
    expect(offered()["estate cloud"]).toBe("aws,gcp,azure");
    expect(offered()["estate environment"]).toBe("prod,staging,mgmt");
    const less = offered([here]);
    for (const name of ["place cluster", "applications cluster", "delivery cluster"]) expect(less[name]).toBe("acme-mgmt-aws-use1");
    expect(JSON.stringify(dashboardObjects({ estate: [here] }))).not.toContain("acme-prod");
  });

  it("look at one place, or all at once", () => {
    const variable = (uid: string, name: string) =>
      all.find((dashboard) => dashboard.uid === uid).templating.list.find((each: FreeForm) => each.name === name);
    expect(variable("place", "cluster")).toMatchObject({ multi: false, includeAll: false });
    expect(variable("applications", "cluster")).toMatchObject({ multi: true, includeAll: true, allValue: ".*" });
  });

  it("fit into a ConfigMap, and into the annotation that an apply leaves", () => {
    for (const object of objects) expect(JSON.stringify(object).length).toBeLessThan(200_000);
  });
});
