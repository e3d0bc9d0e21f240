import { awsDatabasePolicies } from "./aws-databases.ts";
import { eksPolicies } from "./aws-eks.ts";
import { awsIamPolicies } from "./aws-iam.ts";
import { awsKeyPolicies } from "./aws-keys.ts";
import { awsMessagePolicies } from "./aws-messages.ts";
import { awsNetworkPolicies } from "./aws-network.ts";
import { s3Policies } from "./aws-s3.ts";
import { aksPolicies } from "./azure-aks.ts";
import { federatedCredential } from "./azure-federation.ts";
import { keyVault } from "./azure-key-vault.ts";
import { azureNetworkPolicies } from "./azure-network.ts";
import { azureRedis } from "./azure-redis.ts";
import { containerRegistry } from "./azure-registry.ts";
import { azureSqlPolicies } from "./azure-sql.ts";
import { storageAccount } from "./azure-storage.ts";
import { cloudflarePolicies } from "./cloudflare.ts";
import { awsCostPolicies } from "./cost-aws.ts";
import { azureCostPolicies } from "./cost-azure.ts";
import { accountBudget } from "./cost-budgets.ts";
import { devCostPolicies } from "./cost-dev.ts";
import { gcpCostPolicies } from "./cost-gcp.ts";
import { chartRequests } from "./cost-requests.ts";
import { bucketLifecycle } from "./cost-stores.ts";
import { storageBucket } from "./gcp-bucket.ts";
import { memorystore } from "./gcp-cache.ts";
import { gkePolicies } from "./gcp-gke.ts";
import { gcpIamPolicies } from "./gcp-iam.ts";
import { cloudKmsKey } from "./gcp-kms.ts";
import { gcpNetworkPolicies } from "./gcp-network.ts";
import { gkeNodes } from "./gcp-nodes.ts";
import { cloudSqlPolicies } from "./gcp-sql.ts";
import { githubPolicies } from "./github.ts";
import { kubernetesPolicies } from "./kubernetes.ts";
import type { Policy } from "./policy.ts";
import { tagPolicies } from "./tags.ts";
import { terraformPolicies } from "./terraform.ts";
import { terraformCloudPolicies } from "./terraform-cloud.ts";
import { vaultPolicies } from "./vault.ts";

/** Every rule that what is synthesized is judged by. */
export const policies: readonly Policy[] = [
  // One line a file.
  ...tagPolicies,
  ...awsDatabasePolicies,
  ...eksPolicies,
  ...awsIamPolicies,
  ...awsKeyPolicies,
  ...awsMessagePolicies,
  ...awsNetworkPolicies,
  ...s3Policies,
  ...awsCostPolicies,
  ...devCostPolicies,
  bucketLifecycle,
  accountBudget,
  ...cloudflarePolicies,
  chartRequests,
  ...githubPolicies,
  ...kubernetesPolicies,
  ...terraformPolicies,
  ...terraformCloudPolicies,
  ...vaultPolicies,
  ...aksPolicies,
  federatedCredential,
  keyVault,
  ...azureNetworkPolicies,
  azureRedis,
  containerRegistry,
  ...azureSqlPolicies,
  storageAccount,
  ...azureCostPolicies,
  ...gcpCostPolicies,
  storageBucket,
  memorystore,
  ...gkePolicies,
  ...gcpIamPolicies,
  cloudKmsKey,
  ...gcpNetworkPolicies,
  gkeNodes,
  ...cloudSqlPolicies,
];
