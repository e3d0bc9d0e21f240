import { describe, expect, it } from "vitest";
import { loadEstate } from "../../config/load.ts";
import { catalog } from "../../stacks/catalog.ts";
import { synthesized } from "../estate.ts";

const estate = loadEstate("config");
const server = { ...estate, github: { ...estate.github, url: "https://github.example.com" } };
const accounts = (from: typeof estate) => catalog(from).filter(({ id }) => /^prod-\w+-account$/.test(id));

describe("whom an account trusts with GitHub's tokens", () => {
  it.each(accounts(server).map((spec) => [spec.id, spec] as const))("%s: an enterprise server signs its own", (_, spec) => {
    const text = JSON.stringify(synthesized(spec));
    expect(text).toContain("https://github.example.com/_services/token");
    expect(text).not.toContain("token.actions.githubusercontent.com");
  });

  it("AWS names the server in the conditions too", () => {
    const [aws] = accounts(server);
    if (aws === undefined) throw new Error("prod is not on aws");
    expect(JSON.stringify(synthesized(aws))).toContain('github.example.com/_services/token:aud\\":\\"sts.amazonaws.com\\"');
  });

  it("does not depend on what else is configured of GitHub", () => {
    const other = { ...estate, github: { ...estate.github, approvals: 3 } };
    expect(accounts(other).map(({ input }) => input)).toEqual(accounts(estate).map(({ input }) => input));
  });
});
