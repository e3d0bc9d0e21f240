// Writes REPORT as a comment of pull request PR_NUMBER: over the one of before, found by the marker in its first line.
import { all, call, isOurs, main, required } from "./github-api.mjs";

// https://docs.github.com/en/rest/issues/comments: longer bodies are refused.
const longest = 65_536;

await main(async () => {
  const body = required("REPORT").trimEnd();
  const number = required("PR_NUMBER");
  const [marker] = body.split("\n");
  if (!/^<!-- [a-z-]+ -->$/.test(marker))
    throw new Error(`the report begins with ${JSON.stringify(marker)}; its first line must be a marker such as <!-- platform-changes -->`);
  if (body.length > longest)
    throw new Error(`the report has ${body.length} characters, GitHub takes ${longest}; shorten it where it is made`);
  const comments = await all(`issues/${number}/comments`);
  const before = comments.find((comment) => isOurs(comment) && comment.body?.startsWith(marker));
  if (before?.body.trimEnd() === body) return console.log("the comment is up to date");
  if (before) await call("PATCH", `issues/comments/${before.id}`, { body });
  else await call("POST", `issues/${number}/comments`, { body });
  console.log(before ? "comment updated" : "comment written");
});
