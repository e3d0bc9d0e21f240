import type { Database } from "../../database/contract.ts";
import { accountOf, type CloudName } from "../../place.ts";
import type { AddonContext, Values } from "../addon.ts";

/** With a shell, curl, jq and the AWS command line. */
const IMAGE = "docker.io/alpine/k8s:1.34.1";

/** Where the administrator's login is left for the container that follows: in memory, and gone with the pod. */
export const administratorFolder = "/administrator";

/** Name of the administrator where the cloud does not make it. */
const LOGIN = "platform_admin";

const keep = (name: string): string => `> ${administratorFolder}/${name}`;

/** How a pod asks for the administrator's login as itself: nobody else in the cluster gets to see it. For `sh -eu`. */
const scripts: Record<CloudName, string> = {
  // What RDS keeps is both, and it changes the password every week.
  aws: `aws secretsmanager get-secret-value --secret-id "$SECRET" --query SecretString --output text > /tmp/login
jq -rj .username /tmp/login ${keep("username")}
jq -rj .password /tmp/login ${keep("password")}
`,
  gcp: `token=$(curl -sSf -H 'Metadata-Flavor: Google' http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token | jq -r .access_token)
curl -sSf -H "Authorization: Bearer $token" "https://secretmanager.googleapis.com/v1/projects/$PROJECT/secrets/$SECRET/versions/latest:access" | jq -r .payload.data | base64 -d ${keep("password")}
printf %s ${LOGIN} ${keep("username")}
`,
  azure: `token=$(curl -sSf "$AZURE_AUTHORITY_HOST$AZURE_TENANT_ID/oauth2/v2.0/token" -d grant_type=client_credentials -d "client_id=$AZURE_CLIENT_ID" \\
  -d scope=https://vault.azure.net/.default -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\
  --data-urlencode "client_assertion@$AZURE_FEDERATED_TOKEN_FILE" | jq -r .access_token)
curl -sSf -H "Authorization: Bearer $token" "https://\${SECRET%%/*}.vault.azure.net/secrets/\${SECRET#*/}?api-version=7.4" | jq -rj .value ${keep("password")}
printf %s ${LOGIN} ${keep("username")}
`,
};

const variables: Record<CloudName, (context: AddonContext) => Readonly<Record<string, string>>> = {
  aws: ({ place }) => ({ AWS_REGION: place.region }),
  gcp: ({ place }) => ({ PROJECT: accountOf(place, "gcp").projectId }),
  azure: () => ({}),
};

/** Fetches the administrator's login before the container that uses it. */
export const administratorLogin = (context: AddonContext, database: Database, confined: Values): Values => ({
  name: "administrator",
  image: IMAGE,
  command: ["sh", "-eu", "-c", scripts[context.place.cloud]],
  env: Object.entries({ HOME: "/tmp", SECRET: database.adminSecretPath, ...variables[context.place.cloud](context) }).map(
    ([name, value]) => ({
      name,
      value,
    }),
  ),
  securityContext: confined,
  resources: { requests: { cpu: "20m", memory: "96Mi" }, limits: { memory: "256Mi" } },
  volumeMounts: [
    { name: "administrator", mountPath: administratorFolder },
    { name: "tmp", mountPath: "/tmp" },
  ],
});
