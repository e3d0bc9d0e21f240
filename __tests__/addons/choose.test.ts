import { describe, expect, it } from "vitest";
import type { Addon } from "../../constructs/addons/addon.ts";
import { type AddonPreferences, addonOf, chooseAddons } from "../../constructs/addons/choose.ts";
import { sampleContext, sampleIdentity } from "./sample-context.ts";

const chart = { repository: "https://charts.example.com", name: "x", version: "1.0.0", source: "https://example.com" };
const addon = (name: string, rest: Partial<Addon> = {}): Addon => ({ name, purpose: "For tests", namespace: name, chart, ...rest });
const argo = addon("argo-cd", { delivery: "terraform" });

const choose = (catalog: readonly Addon[], options: AddonPreferences["options"] = {}, delivery: AddonPreferences["delivery"] = "argocd") =>
  chooseAddons(catalog, sampleContext("aws"), { delivery, options }, () => true);
const deliveries = (...args: Parameters<typeof choose>) =>
  Object.fromEntries(choose(...args).addons.map(({ name, delivery }) => [name, delivery]));

describe("the add-ons of a place", () => {
  it("are delivered as the place prefers, as configuration says, or as they must be, the last winning", () => {
    const catalog = [argo, addon("a"), addon("b"), addon("c", { delivery: "terraform" })];
    expect(deliveries(catalog, { b: { delivery: "terraform" }, c: { delivery: "argocd" } })).toEqual({
      "argo-cd": "terraform",
      a: "argocd",
      b: "terraform",
      c: "terraform",
    });
    expect(deliveries(catalog, {}, "terraform")).toMatchObject({ a: "terraform" });
  });

  it("go by one line of configuration, and optional ones come by one", () => {
    const catalog = [argo, addon("a"), addon("b", { optional: true })];
    expect(deliveries(catalog)).toEqual({ "argo-cd": "terraform", a: "argocd" });
    expect(deliveries(catalog, { a: { enabled: false }, b: { enabled: true } })).toEqual({ "argo-cd": "terraform", b: "argocd" });
  });

  it("are those that apply to the place, and belong into the stack", () => {
    const catalog = [argo, addon("a", { appliesTo: ({ place }) => place.cloud === "gcp" }), addon("b", { home: "services" })];
    const { addons } = chooseAddons(catalog, sampleContext("aws"), { delivery: "argocd", options: {} }, ({ home }) => home === undefined);
    expect(addons.map(({ name }) => name)).toEqual(["argo-cd"]);
  });

  it("can be of configuration alone, with the chart it names", () => {
    const options = { mine: { chart: { repository: "https://charts.example.com", name: "mine" }, version: "2.0.0", values: { a: 1 } } };
    const [choice] = choose([], options, "terraform").addons;
    const mine = choice && addonOf(choice, []);
    expect(mine).toMatchObject({ name: "mine", namespace: "mine", chart: { name: "mine", version: "2.0.0" } });
    expect(mine?.values?.(sampleContext("aws"), sampleIdentity)).toEqual({ a: 1 });
  });

  it("take another version and other values over their own, maps merged and lists replaced", () => {
    const a = addon("a", { values: () => ({ deep: { kept: 1, changed: 2 }, list: [1, 2] }) });
    const changed = addonOf({ name: "a", delivery: "terraform", version: "9.9.9", values: { deep: { changed: 3 }, list: [3] } }, [a]);
    expect(changed.chart?.version).toBe("9.9.9");
    expect(changed.values?.(sampleContext("aws"), sampleIdentity)).toEqual({ deep: { kept: 1, changed: 3 }, list: [3] });
  });

  it("cannot do without what they come after", () => {
    const catalog = [argo, addon("a"), addon("b", { after: ["a"] })];
    expect(choose(catalog, { a: { enabled: false } }).problems).toEqual([
      "prod-aws-use1: addons.b: cannot do without a, which is off; turn b off as well (enabled: false), or a on",
    ]);
    expect(choose(catalog, { a: { enabled: false }, b: { enabled: false } }).problems).toEqual([]);
  });

  it("pass over what does not apply to the place", () => {
    const catalog = [argo, addon("a", { appliesTo: () => false }), addon("b", { after: ["a"] })];
    expect(choose(catalog).problems).toEqual([]);
  });

  it("are not delivered by terraform after what argo cd delivers", () => {
    const catalog = [argo, addon("a"), addon("b", { after: ["a"], delivery: "terraform" })];
    expect(choose(catalog).problems).toEqual([
      "prod-aws-use1: addons.b: is delivered by terraform and comes after a, which Argo CD delivers in its own time; deliver a by terraform, or b by argocd",
    ]);
    expect(choose(catalog, { a: { delivery: "terraform" } }).problems).toEqual([]);
  });

  it("need argo cd where it delivers them", () => {
    const off = { "argo-cd": { enabled: false } };
    expect(choose([argo, addon("a")], off).problems).toEqual([
      "prod-aws-use1: addons.argo-cd: is off, and a are delivered by it; use delivery: terraform, or turn it on",
    ]);
    expect(choose([argo, addon("a")], off, "terraform").problems).toEqual([]);
  });
});
