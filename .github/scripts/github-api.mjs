// The few calls to GitHub's API that the workflows need; no package, so that no job with a token installs one.
const { env } = process;
const perPage = 100;

/** The value of an environment variable. */
export function required(name) {
  const value = env[name];
  if (!value) throw new Error(`${name}: is not set; the workflow passes it in env`);
  return value;
}

/** One call, relative to the repository; the answer as JSON. */
export async function call(method, path, body) {
  const response = await fetch(`${required("GITHUB_API_URL")}/repos/${required("GITHUB_REPOSITORY")}/${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${required("GITHUB_TOKEN")}`,
      "content-type": "application/json",
      "x-github-api-version": "2022-11-28",
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: GitHub answered ${response.status}: ${await response.text()}; look at the job's permissions`);
  }
  return response.json();
}

/** All items of a list, page by page. `items` finds them in an answer. */
export async function all(path, items = (answer) => answer) {
  const found = [];
  for (let page = 1; ; page += 1) {
    const answer = items(await call("GET", `${path}${path.includes("?") ? "&" : "?"}per_page=${perPage}&page=${page}`));
    found.push(...answer);
    if (answer.length < perPage) return found;
  }
}

/** Whether a comment or an issue was written by a workflow of this repository; anybody can write a marker. */
export const isOurs = ({ user }) => user?.login === "github-actions[bot]";

/** Runs the script; a refusal is its message, without a stack trace. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
