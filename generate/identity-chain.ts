import type { Estate } from "../config/estate.ts";
import { isEmptied, type Layer, type StackSpec } from "../stacks/stack-spec.ts";
import { addressesIn, type ReadExtract } from "./stack-extract.ts";
import { byId } from "./stack-folder.ts";
import { markdownPage, table } from "./template.ts";

/** One step of the chain: who proves to whom who it is, and by what resources the other believes it. */
interface Link {
  readonly from: string;
  readonly to: string;
  /** What is shown instead of a key. */
  readonly proof: string;
  readonly layers: readonly Layer[];
  /** Addresses, `type.name`, of what makes it so. */
  readonly made: RegExp;
}

const runs = "HCP Terraform's runs";
const jobs = "GitHub's jobs";
const pods = "Pods";
const inClusters: readonly Layer[] = ["central", "platform", "services", "apps"];

/** Every link, from the program that builds the platform to the rows of a database. */
export const links: readonly Link[] = [
  {
    from: runs,
    to: "AWS",
    proof: "token of the run: organization, project, phase",
    layers: ["account"],
    made: /^aws_iam_openid_connect_provider\..*Terraform|^aws_iam_role\..*Trust_(Plan|Apply)$/,
  },
  {
    from: runs,
    to: "Google Cloud",
    proof: "token of the run: organization, project, phase",
    layers: ["account"],
    made: /^google_iam_workload_identity_pool_provider\..*Terraform|^google_service_account_iam_member\..*(Plan|Apply)/,
  },
  {
    from: runs,
    to: "Azure",
    proof: "token of the run: organization, project, workspace, phase",
    layers: ["account"],
    made: /^azurerm_federated_identity_credential\..*(Plan|Apply)/,
  },
  {
    from: runs,
    to: "Vault",
    proof: "token of the run: organization, project, phase",
    layers: ["vault"],
    made: /^vault_jwt_auth_backend(_role)?\..*Terraform/,
  },
  {
    from: runs,
    to: "which identity to ask for",
    proof: "names of roles and addresses, no secrets",
    layers: ["credentials"],
    made: /^tfe_variable\.(Aws|Gcp|Azure|Vault)_/,
  },
  {
    from: jobs,
    to: "clouds",
    proof: "token of the job: repository, environment",
    layers: ["account"],
    made: /^(aws_iam_openid_connect_provider|google_iam_workload_identity_pool_provider)\..*Github|^aws_iam_role\..*Pipeline$|^(google_service_account_iam_member|azurerm_federated_identity_credential)\..*(Pipeline|Github)/,
  },
  {
    from: jobs,
    to: "registries of images",
    proof: "token of the job: repository, main branch",
    layers: ["registry"],
    made: /^aws_iam_role\.|^google_service_account_iam_member\.|^azurerm_federated_identity_credential\./,
  },
  {
    from: jobs,
    to: "Vault",
    proof: "token of the job: repository, environment",
    layers: ["vault"],
    made: /^vault_jwt_auth_backend(_role)?\..*Github/,
  },
  {
    from: "People",
    to: "Vault and the platform's programs",
    proof: "sign-in at the identity provider, by OpenID Connect",
    layers: ["vault", "okta"],
    made: /^vault_(identity_group_alias|auth_backend)\.|^vault_jwt_auth_backend(_role)?\..*People|^okta_app_oauth\./,
  },
  {
    from: pods,
    to: "AWS",
    proof: "token of the pod's service account (EKS Pod Identity)",
    layers: inClusters,
    made: /^aws_eks_pod_identity_association\./,
  },
  {
    from: pods,
    to: "Google Cloud",
    proof: "token of the pod's service account (Workload Identity)",
    layers: inClusters,
    made: /^google_service_account_iam_member\..*_Identity_/,
  },
  {
    from: pods,
    to: "Azure",
    proof: "token of the pod's service account (Workload ID)",
    layers: inClusters,
    made: /^azurerm_federated_identity_credential\./,
  },
  {
    from: pods,
    to: "buckets of another cloud",
    proof: "token of the pod's service account",
    layers: inClusters,
    made: /^(aws_iam_openid_connect_provider|google_iam_workload_identity_pool_provider)\.(Backups|Costs)/,
  },
  {
    from: pods,
    to: "Vault",
    proof: "token of the pod's service account, signed by the cluster",
    layers: ["vault-access"],
    made: /^vault_jwt_auth_backend(_role)?\./,
  },
  {
    from: "Workloads",
    to: "workloads of other clusters",
    proof: "certificate of an hour, under one root",
    layers: ["vault", "vault-access"],
    made: /^vault_pki_secret_backend_(root_cert|root_sign_intermediate)\./,
  },
  {
    from: "Vault",
    to: "its own key",
    proof: "token of Vault's service account (EKS Pod Identity)",
    layers: ["data"],
    made: /^aws_kms_key\.Seal/,
  },
  {
    from: "Vault",
    to: "databases",
    proof: "a login whose password only Vault knows; logins for others end after an hour",
    layers: ["database-access"],
    made: /^vault_database_secret_backend_(connection|role|static_role)\./,
  },
];

/** `docs/identity.md`: who proves to whom who it is, without a key anywhere, and which resource of which stack makes it so. */
export function identityFile(estate: Estate, stacks: readonly StackSpec[], read: ReadExtract): Record<string, string> {
  const present = byId(stacks.filter((spec) => !isEmptied(spec))).flatMap(({ id, layer }) => {
    const extract = read(id);
    return extract ? [{ id, layer, addresses: addressesIn(extract).sort() }] : [];
  });
  const rows = links.flatMap((link) =>
    present
      .filter(({ layer }) => link.layers.includes(layer))
      .flatMap(({ id, addresses }) => {
        const found = addresses.filter((address) => link.made.test(address));
        return found.length === 0 ? [] : [[`${link.from} → ${link.to}`, link.proof, `\`${id}\``, shown(found)]];
      }),
  );
  const provider = estate.identity.provider === "okta" ? "Okta" : "Keycloak";
  return { "docs/identity.md": markdownPage("identity.md", { provider, chain: table(["link", "proof", "stack", "resources"], rows) }) };
}

/** Enough to find them by. */
const MAX_SHOWN = 3;

function shown(found: readonly string[]): string {
  const named = found.slice(0, MAX_SHOWN).map((address) => `\`${address}\``);
  return [...named, ...(found.length > MAX_SHOWN ? [`${found.length - MAX_SHOWN} more`] : [])].join(", ");
}
