import { type Addon, type AddonFacts, replicas, type SecretNeed, type Values } from "../addon.ts";
import { gitopsNamespace } from "../argo-application.ts";

/** Groups of people, and what they may do: https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/ */
const rights = ({ groups }: AddonFacts): string =>
  [
    `g, ${groups.administrators}, role:admin`,
    "p, role:operator, applications, sync, */*, allow",
    "p, role:operator, applications, action/*, */*, allow",
    "p, role:operator, logs, get, */*, allow",
    `g, ${groups.operators}, role:operator`,
    `g, ${groups.operators}, role:readonly`,
    `g, ${groups.developers}, role:readonly`,
    `g, ${groups.auditors}, role:readonly`,
  ].join("\n");

/** Who signs people in; the client's secret is in the Secret `argocd-secrets`. */
const oidc = ({ signIn }: AddonFacts): string =>
  [
    "name: Single sign-on",
    `issuer: ${signIn.issuer}`,
    "clientID: argocd",
    "clientSecret: $argocd-secrets:oidc-client-secret",
    "enablePKCEAuthentication: true",
    `requestedScopes: [${signIn.scopes.split(" ").join(", ")}]`,
  ].join("\n");

const memory = (request: string, limit: string, cpu = "50m") => ({
  resources: { requests: { cpu, memory: request }, limits: { memory: limit } },
});

function values(facts: AddonFacts): Values {
  const copies = replicas(facts);
  // The platform's system nodes are for what runs before other nodes exist.
  const tolerations = [{ key: "CriticalAddonsOnly", operator: "Exists" }];
  return {
    global: { domain: `argocd.${facts.place.id}.${facts.domain}`, tolerations, networkPolicy: { create: true } },
    "redis-ha": { enabled: facts.highAvailability, tolerations },
    controller: { replicas: copies, metrics: { enabled: true }, ...memory("512Mi", "2Gi", "250m") },
    server: { replicas: copies, metrics: { enabled: true }, ...memory("128Mi", "512Mi") },
    repoServer: { replicas: copies, metrics: { enabled: true }, ...memory("256Mi", "1Gi", "100m") },
    applicationSet: { replicas: copies, metrics: { enabled: true }, ...memory("128Mi", "512Mi") },
    notifications: { metrics: { enabled: true }, ...memory("64Mi", "256Mi") },
    // People come from the identity provider; dex would be another one in between.
    dex: { enabled: false },
    configs: {
      cm: {
        "admin.enabled": "false",
        "oidc.config": oidc(facts),
        // Without it an application that is part of another counts as healthy at once, and waves do not wait:
        // https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
        "resource.customizations.health.argoproj.io_Application": applicationHealth,
        "resource.exclusions": exclusions,
      },
      // TLS ends at the mesh's gateway.
      params: { "server.insecure": true },
      rbac: { "policy.default": "", "policy.csv": rights(facts), scopes: "[groups]" },
      secret: { createSecret: true },
    },
  };
}

const applicationHealth = `hs = {}
hs.status = "Progressing"
hs.message = ""
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
  if obj.status.health.message ~= nil then
    hs.message = obj.status.health.message
  end
end
return hs
`;

/** Objects by the thousands that nobody looks at in Argo CD. */
const exclusions = `- apiGroups: ["", discovery.k8s.io]
  kinds: [Endpoints, EndpointSlice]
- apiGroups: [coordination.k8s.io]
  kinds: [Lease]
- apiGroups: [authentication.k8s.io, authorization.k8s.io]
  kinds: ["*"]
- apiGroups: [cert-manager.io]
  kinds: [CertificateRequest]
- apiGroups: [cilium.io]
  kinds: [CiliumIdentity, CiliumEndpoint, CiliumEndpointSlice]
- apiGroups: [kyverno.io, reports.kyverno.io, wgpolicyk8s.io]
  kinds: [PolicyReport, ClusterPolicyReport, EphemeralReport, ClusterEphemeralReport]
`;

/** Argo CD in every cluster for that cluster alone: nobody holds credentials for another, and a broken one breaks one place. */
export const argoCd: Addon = {
  name: "argo-cd",
  purpose: "Keeps what runs in the cluster as git and Terraform say",
  namespace: gitopsNamespace,
  chart: {
    repository: "https://argoproj.github.io/argo-helm",
    name: "argo-cd",
    version: "10.1.1",
    source: "https://artifacthub.io/packages/helm/argo/argo-cd/10.1.1",
  },
  after: ["external-secrets"],
  delivery: "terraform",
  secrets: ({ repositories }): SecretNeed[] => [
    {
      name: "argocd-secrets",
      keys: { "oidc-client-secret": "argocd-oidc-client-secret" },
      labels: { "app.kubernetes.io/part-of": "argocd" },
    },
    {
      // A GitHub App reads the repositories: https://argo-cd.readthedocs.io/en/stable/user-guide/private-repositories/#github-app-credential
      name: "github",
      keys: {
        githubAppID: "github-app-id",
        githubAppInstallationID: "github-app-installation-id",
        githubAppPrivateKey: "github-app-private-key",
      },
      fixed: { type: "git", url: repositories.platform.slice(0, repositories.platform.lastIndexOf("/")) },
      labels: { "argocd.argoproj.io/secret-type": "repo-creds" },
    },
  ],
  values,
};
