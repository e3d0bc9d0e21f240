import {
  type Addon,
  type AddonContext,
  type AddonFacts,
  type AtlantisSettings,
  isCentral,
  type Manifest,
  type SecretNeed,
  type Values,
} from "../addon.ts";
import { placeHost } from "../mesh/internal-services.ts";
import { publicGateway } from "../mesh/istio-gateway.ts";

const NAMESPACE = "atlantis";

/** Keys as the chart wants them: it mounts the one and reads the other. */
const GITHUB_SECRET = "atlantis-github";
const TERRAFORM_SECRET = "atlantis-terraform";

/** User and group of the image: https://github.com/runatlantis/atlantis/blob/main/Dockerfile */
const user = { runAsUser: 100, runAsGroup: 1000 };

/** Where GitHub tells of pull requests and comments; signed with the webhook's secret. */
const EVENTS = "/events";

/** Where Atlantis is: a name that the place's gateway has a certificate for. */
export const atlantisHost = (place: { readonly id: string }, domain: string): string => `atlantis.${placeHost(place, domain)}`;

/** Terraform reads a host's token from a variable of its name: https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials */
const tokenVariable = ({ terraformHost }: AtlantisSettings): string =>
  `TF_TOKEN_${terraformHost.replaceAll("-", "__").replaceAll(".", "_")}`;

/** @throws where Atlantis does not apply */
function settingsOf({ atlantis, place }: AddonFacts): AtlantisSettings {
  if (atlantis !== undefined) return atlantis;
  throw new Error(`${place.id}: addons.atlantis: has no GitHub App to act as; set github.atlantis, or turn atlantis off`);
}

/** @throws where Atlantis does not apply */
function imageOf({ registry, place, ...facts }: AddonContext): Values {
  if (registry === undefined) throw new Error(`${place.id}: addons.atlantis: has no registry with its image; run it in the central place`);
  return { repository: `${registry.address}/atlantis`, tag: settingsOf({ place, ...facts }).imageTag, pullPolicy: "IfNotPresent" };
}

/** The App's key and the webhook's secret; and the token that plans and applies, which must not make workspaces. */
const secrets = (facts: AddonFacts): SecretNeed[] => [
  { name: GITHUB_SECRET, keys: { "key.pem": "atlantis-github-app-key", github_secret: "atlantis-github-webhook-secret" } },
  { name: TERRAFORM_SECRET, keys: { [tokenVariable(settingsOf(facts))]: "atlantis-tfe-token" } },
];

const probe = { enabled: true, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 };

function values(context: AddonContext): Values {
  const { place, domain, repositories } = context;
  return {
    image: imageOf(context),
    // What it serves and how is in the image, which a pull request cannot change: neither `config` nor `repoConfig`.
    extraArgs: ["--config=/opt/atlantis/server.yaml"],
    atlantisUrl: `https://${atlantisHost(place, domain)}`,
    // The chart always says it, over what server.yaml says: the same.
    orgAllowlist: repositories.platform.replace(/^https:\/\//, ""),
    githubApp: { id: settingsOf(context).appId },
    vcsSecretName: GITHUB_SECRET,
    loadEnvFromSecrets: [TERRAFORM_SECRET],
    // One: its locks and plans are files. Nothing is lost while it moves, since runs go on in HCP Terraform and comments can be written again.
    replicaCount: 1,
    volumeClaim: { enabled: true, dataStorage: "20Gi", storageClassName: "block-standard" },
    // It asks nothing of the cluster.
    serviceAccount: { create: true, mount: false },
    enableKubernetesBackend: false,
    service: { type: "ClusterIP" },
    ingress: { enabled: false },
    test: { enabled: false },
    livenessProbe: probe,
    readinessProbe: probe,
    // It takes no more work when it is asked to stop, and ends what it began.
    terminationGracePeriodSeconds: 600,
    statefulSet: {
      securityContext: {
        ...user,
        fsGroup: user.runAsGroup,
        fsGroupChangePolicy: "OnRootMismatch",
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
    // The chart puts empty folders where it writes: its home and /tmp.
    containerSecurityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
    // Several plans at a time: each unpacks and starts its stack's providers to make the request of the run.
    resources: { requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "4Gi" } },
  };
}

/**
 * GitHub comes without an identity, so Cloudflare Access lets everybody through to `/events`, where the signature decides. Only
 * GitHub's own way of coming is led there; all else, the pages, is for people that Access knows.
 */
function route({ place, domain }: AddonContext): Manifest {
  const service = { destination: { host: `atlantis.${NAMESPACE}.svc.cluster.local`, port: { number: 80 } } };
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "atlantis", namespace: NAMESPACE },
    spec: {
      hosts: [atlantisHost(place, domain)],
      gateways: [publicGateway],
      http: [
        { name: "events", match: [{ uri: { exact: EVENTS }, method: { exact: "POST" } }], route: [service] },
        { name: "no-other-events", match: [{ uri: { prefix: EVENTS } }], directResponse: { status: 404 } },
        { name: "pages", route: [service] },
      ],
    },
  };
}

/** The conversation in pull requests: plans, and applies what was approved. State, credentials and runs are HCP Terraform's. */
export const atlantis: Addon = {
  name: "atlantis",
  purpose: "Plans pull requests of this repository, and applies them once they are approved",
  namespace: NAMESPACE,
  home: "services",
  chart: {
    repository: "https://runatlantis.github.io/helm-charts",
    name: "atlantis",
    version: "6.9.3",
    source: "https://github.com/runatlantis/helm-charts/tree/atlantis-6.9.3/charts/atlantis",
  },
  appliesTo: (facts) => facts.atlantis !== undefined && isCentral(facts),
  after: ["external-secrets", "istio-ingress"],
  secrets,
  values,
  resources: (context) => [route(context)],
};
