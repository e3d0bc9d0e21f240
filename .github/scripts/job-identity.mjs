// Asks GitHub for a token that says which job this is, and leaves it where the programs of the cloud CLOUD exchange it for a short-lived login.
// https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main, required } from "./github-api.mjs";

/** What each cloud expects a token to be for, and which variables of the environment name whom the job acts as. */
const clouds = {
  aws: { audience: () => "sts.amazonaws.com", variables: ["AWS_ROLE_ARN", "AWS_REGION"], tell: tellAws },
  gcp: {
    audience: () => `https://iam.googleapis.com/${process.env.GCP_WORKLOAD_IDENTITY_PROVIDER}`,
    variables: ["GCP_SERVICE_ACCOUNT", "GCP_WORKLOAD_IDENTITY_PROVIDER"],
    tell: tellGoogle,
  },
  azure: {
    audience: () => "api://AzureADTokenExchange",
    variables: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_SUBSCRIPTION_ID"],
    tell: (file) => `AZURE_FEDERATED_TOKEN_FILE=${file}\n`,
  },
};

function tellAws(file) {
  return `AWS_WEB_IDENTITY_TOKEN_FILE=${file}\nAWS_ROLE_SESSION_NAME=github-${required("GITHUB_RUN_ID")}\n`;
}

/** https://google.aip.dev/auth/4117 */
function tellGoogle(file) {
  const credentials = join(required("RUNNER_TEMP"), "google-credentials.json");
  const account = process.env.GCP_SERVICE_ACCOUNT;
  const config = {
    type: "external_account",
    audience: `//iam.googleapis.com/${process.env.GCP_WORKLOAD_IDENTITY_PROVIDER}`,
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: "https://sts.googleapis.com/v1/token",
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    credential_source: { file },
  };
  writeFileSync(credentials, JSON.stringify(config), { mode: 0o600 });
  return `CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE=${credentials}\n`;
}

await main(async () => {
  const name = required("CLOUD");
  const cloud = clouds[name];
  if (cloud === undefined) throw new Error(`CLOUD: got ${name}; use one of ${Object.keys(clouds).join(", ")}`);
  for (const variable of cloud.variables) {
    if (!process.env[variable]) throw new Error(`${variable}: the environment has no such variable; apply the stack global-github first`);
  }
  const url = `${required("ACTIONS_ID_TOKEN_REQUEST_URL")}&audience=${encodeURIComponent(cloud.audience())}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${required("ACTIONS_ID_TOKEN_REQUEST_TOKEN")}` } });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} when asked for a token; look at the job's permissions`);
  const { value } = await response.json();
  console.log(`::add-mask::${value}`);
  const file = join(required("RUNNER_TEMP"), "job-token");
  writeFileSync(file, value, { mode: 0o600 });
  appendFileSync(required("GITHUB_ENV"), cloud.tell(file));
});
