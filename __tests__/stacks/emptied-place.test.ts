import { describe, expect, it } from "vitest";
import { catalog } from "../../stacks/catalog.ts";
import { edited, load } from "../config/fixture.ts";
import { synthesized } from "../estate.ts";

const place = "prod-gcp-use4";
const emptied = ["apps", "platform", "data", "cluster", "network"].map((layer) => [`${place}-${layer}`, "emptied"]);
const before = catalog(load(edited({})));
const after = catalog(load(edited({ "estate:retired": Object.fromEntries(emptied) })));

describe.each(["prod-interconnect", "prod-names", "prod-traffic", "prod-datasync", "prod-cdc", "global-edge"])("%s", (id) => {
  const text = (specs: typeof before): string => {
    const spec = specs.find((one) => one.id === id);
    return spec === undefined ? "" : JSON.stringify(synthesized(spec));
  };

  it("lets go of a place before the place is emptied, and is still there for the others", () => {
    expect(text(before)).toContain(place);
    expect(text(after)).not.toContain(place);
    expect(text(after)).toContain("prod-azure-eus2");
  });
});
