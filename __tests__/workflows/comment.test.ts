import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeGithub, Runner } from "./script-run.ts";

const marker = "<!-- platform-changes -->";
const ours = { login: "github-actions[bot]" };
const theirs = { login: "somebody" };
const list = "issues/7/comments";

let runner: Runner;
beforeEach(() => {
  runner = new Runner();
});
afterEach(() => runner.end());

/** Runs the script against comments in pages of 100. */
async function comment(comments: readonly object[], report: string, more: Record<string, string> = {}) {
  const github = await fakeGithub({ [list]: (page) => comments.slice(100 * (page - 1), 100 * page) });
  try {
    return { ...(await runner.run("comment.mjs", { ...github.env, PR_NUMBER: "7", REPORT: report, ...more })), written: github.written };
  } finally {
    await github.close();
  }
}

describe("comment.mjs", () => {
  const body = `${marker}\nnew`;

  it("writes a comment where there is none of ours", async () => {
    const others = [
      { id: 1, user: ours, body: "<!-- other -->\nx" },
      { id: 2, user: ours, body: `quoted: ${marker}` },
      { id: 3, user: ours, body: null },
    ];
    expect(await comment(others, `${body}\n`)).toMatchObject({ status: 0, written: [{ method: "POST", path: list, body: { body } }] });
  });

  it("writes over its own one of before, also on a later page", async () => {
    const many = Array.from({ length: 130 }, (_, id) => ({ id, user: theirs, body: "talk" }));
    const comments = [...many, { id: 501, user: ours, body: `${marker}\nold` }];
    expect((await comment(comments, body)).written).toEqual([{ method: "PATCH", path: "issues/comments/501", body: { body } }]);
  });

  it("leaves a comment alone in which somebody else wrote the marker", async () => {
    expect((await comment([{ id: 9, user: theirs, body: `${marker}\nold` }], body)).written).toMatchObject([
      { method: "POST", path: list },
    ]);
  });

  it("writes nothing when nothing changed", async () => {
    expect(await comment([{ id: 9, user: ours, body: `${body}\n` }], body)).toMatchObject({ status: 0, written: [] });
  });

  it.each([
    ["a report without a marker", "text", {}, /the report begins with "text"; its first line must be a marker/],
    ["a report that GitHub would refuse", `${marker}\n${"x".repeat(65_536)}`, {}, /65562 characters, GitHub takes 65536; shorten it/],
    ["no report", "", {}, /REPORT: is not set/],
    ["a token without the right", body, { GITHUB_TOKEN: "readonly" }, /GitHub answered 403: .*look at the job's permissions/],
  ])("refuses %s, without a stack trace", async (_, report, env, message) => {
    const { status, stderr, written } = await comment([], report, env);
    expect([status, written]).toEqual([1, []]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("changes-report.sh", () => {
  it("gives the whole report to the summary and to the next job, whatever its lines are", async () => {
    const report = `${marker}\nEOF\nreport<<x\nlast`;
    runner.program("npm", `printf '%s' '${report}'`);
    const { status, outputs, summary } = await runner.run("changes-report.sh", { BASE: "HEAD^1" });
    expect([status, summary]).toEqual([0, report]);
    const [, delimiter = "", value] = /^report<<(report-[0-9a-f]{32})\n([\s\S]*)\n\1\n$/.exec(outputs) ?? [];
    expect(delimiter.length).toBe(39);
    expect(value).toBe(report);
    expect(runner.calls()).toEqual(["npm run --silent changes -- --base HEAD^1 --head HEAD --markdown"]);
  });

  it("fails when the report does", async () => {
    runner.program("npm", "exit 1");
    expect(await runner.run("changes-report.sh", { BASE: "HEAD^1" })).toMatchObject({ status: 1, outputs: "" });
  });
});
