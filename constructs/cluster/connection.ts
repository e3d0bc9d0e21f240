import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, ref, type TerraformProvider, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import type { CloudName } from "../place.ts";
import type { Cluster } from "./contract.ts";

export interface ClusterConnectionProps {
  readonly cluster: Cluster;
  /** The cluster's cloud: a token says nothing before it is applied. */
  readonly cloud: CloudName;
  /** Whether HCP Terraform runs the stack and gives its runs their identities. */
  readonly dynamicCredentials: boolean;
  /** For a stack that talks to several clusters. @default the stack's only one */
  readonly alias?: string;
}

/** HCP Terraform's variable: https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/azure-configuration */
const azureCredentials = "tfc_azure_dynamic_credentials";

/**
 * How a stack talks to a cluster that another stack made: by a program that prints a short-lived token when it is asked for one,
 * so that no token is in state and long applies outlive the first.
 */
export class ClusterConnection extends Construct {
  readonly kubernetes: TerraformProvider;
  readonly helm: TerraformProvider;

  constructor(scope: Construct, id: string, { cluster, cloud, dynamicCredentials, alias }: ClusterConnectionProps) {
    super(scope, id);
    const args = cloud === "azure" && dynamicCredentials ? withRunIdentity(this, cluster.execArgs) : cluster.execArgs;
    const exec = { apiVersion: "client.authentication.k8s.io/v1beta1", command: cluster.execCommand, args };
    // Empty where the endpoint's certificate is public: the providers take that for none.
    const server = { host: cluster.endpoint, clusterCaCertificate: Fn.base64decode(cluster.caCertificate) };
    this.kubernetes = new KubernetesProvider(this, "Kubernetes", { alias, ...server, exec: [exec] });
    this.helm = new HelmProvider(this, "Helm", { alias, kubernetes: { ...server, exec } });
  }
}

/** AKS's program asks Entra as the run itself: with the client id and the token that HCP Terraform writes to files for each phase. */
function withRunIdentity(scope: Construct, args: string[]): string[] {
  const stack = TerraformStack.of(scope);
  if (stack.node.tryFindChild(azureCredentials) === undefined) {
    new TerraformVariable(stack, azureCredentials, {
      type: "object({ default = object({ client_id_file_path = string, oidc_token_file_path = string }) })",
      description: "Where HCP Terraform writes the identity of a run.",
    });
  }
  const file = (name: string) => Token.asString(ref(`var.${azureCredentials}.default.${name}`, stack));
  const clientId = Fn.trimspace(Fn.file(file("client_id_file_path")));
  return Token.asList(Fn.concat([args, ["--client-id", clientId, "--federated-token-file", file("oidc_token_file_path")]]));
}
