// Asks GitHub for a token that says which job this is; programs of AWS exchange it for the role AWS_ROLE_ARN by themselves.
// https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, required } from "./github-api.mjs";

const audience = "sts.amazonaws.com";

await main(async () => {
  for (const variable of ["AWS_ROLE_ARN", "AWS_REGION"]) {
    if (!process.env[variable]) throw new Error(`${variable}: the environment has no such variable; apply the stack global-github first`);
  }
  const response = await fetch(`${required("ACTIONS_ID_TOKEN_REQUEST_URL")}&audience=${audience}`, {
    headers: { authorization: `Bearer ${required("ACTIONS_ID_TOKEN_REQUEST_TOKEN")}` },
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} when asked for a token; look at the job's permissions`);
  const { value } = await response.json();
  console.log(`::add-mask::${value}`);
  const file = join(required("RUNNER_TEMP"), "aws-token");
  writeFileSync(file, value, { mode: 0o600 });
  appendFileSync(
    required("GITHUB_ENV"),
    `AWS_WEB_IDENTITY_TOKEN_FILE=${file}\nAWS_ROLE_SESSION_NAME=github-${required("GITHUB_RUN_ID")}\n`,
  );
});
