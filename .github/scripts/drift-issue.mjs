// One issue says which stacks drifted or could not be looked at; it is closed when there are none.
import { all, call, isOurs, main, required } from "./github-api.mjs";

const marker = "<!-- platform-drift -->";
const job = /^drift \/ (.+)$/;
const driftStep = "Drift";

/** drifted, failed or clean, by what became of the job. */
function stateOf({ conclusion, steps = [] }) {
  if (conclusion === "success") return "clean";
  return steps.some(({ name, conclusion }) => name === driftStep && conclusion === "failure") ? "drifted" : "failed";
}

const list = (title, found) =>
  found.length === 0 ? [] : [`## ${title}`, "", ...found.map(({ stack, url }) => `- [\`${stack}\`](${url})`), ""];

function report(stacks, runUrl) {
  const [drifted, failed] = ["drifted", "failed"].map((state) => stacks.filter((stack) => stack.state === state));
  return [
    marker,
    `[Last run](${runUrl}): ${drifted.length} of ${stacks.length} stacks drifted, ${failed.length} could not be looked at.`,
    "",
    ...list("Drifted", drifted),
    ...list("Could not be looked at", failed),
    "What drifted was changed by hand or by the cloud. Either put it into the configuration, or plan and apply the stack from a pull request to undo it. This issue is closed when nothing is left.",
  ].join("\n");
}

await main(async () => {
  if (required("LIST_RESULT") !== "success") throw new Error("the stacks could not be listed; see the job list");
  const jobs = await all(`actions/runs/${required("GITHUB_RUN_ID")}/jobs?filter=latest`, ({ jobs }) => jobs);
  const stacks = jobs
    // A matrix without stacks is one skipped job with the expression in its name.
    .filter(({ name, conclusion }) => job.test(name) && conclusion !== "skipped")
    .map((found) => ({ stack: job.exec(found.name)[1], url: found.html_url, state: stateOf(found) }))
    .sort((a, b) => (a.stack < b.stack ? -1 : 1));
  const bad = stacks.filter(({ state }) => state !== "clean");
  const issues = await all("issues?state=open");
  const open = issues.find((issue) => isOurs(issue) && !issue.pull_request && issue.body?.startsWith(marker));
  const runUrl = `${required("GITHUB_SERVER_URL")}/${required("GITHUB_REPOSITORY")}/actions/runs/${required("GITHUB_RUN_ID")}`;
  const body = report(stacks, runUrl);
  if (bad.length > 0 && open) await call("PATCH", `issues/${open.number}`, { body });
  else if (bad.length > 0) await call("POST", "issues", { title: "Stacks that drifted", body });
  else if (open) {
    await call("POST", `issues/${open.number}/comments`, { body: `No drift any more: [run](${runUrl}).` });
    await call("PATCH", `issues/${open.number}`, { state: "closed", body });
  }
  console.log(`${stacks.length} stacks, ${bad.length} with drift or a failure`);
});
