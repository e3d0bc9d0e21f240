import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import {
  type ForeignReaderProps,
  foreignAccountId,
  foreignAudiences,
  foreignPoolId,
  foreignProviderId,
  restoreReports,
} from "./foreign-reader-contract.ts";

/** A service account that one service account of another cloud's cluster acts as, by its own token, to read one bucket. */
export class GcpForeignReader extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ForeignReaderProps,
  ) {
    super(scope, id);
    const { place, bucket, reader, namespace } = props;
    const account = new ServiceAccount(this, "Account", {
      project: accountOf(place, "gcp").projectId,
      accountId: foreignAccountId(place, namespace, reader.place),
      displayName: `${namespace} of ${reader.place.id}`,
    });
    const member = `serviceAccount:${account.email}`;
    new ServiceAccountIamMember(this, "Pods", {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: this.pods(),
    });
    // It signs the addresses at which Velero's command line gets logs.
    new ServiceAccountIamMember(this, "Sign", {
      serviceAccountId: account.name,
      role: "roles/iam.serviceAccountTokenCreator",
      member,
    });
    // The bucket's key is used by Cloud Storage itself: https://cloud.google.com/storage/docs/encryption/customer-managed-keys
    new StorageBucketIamMember(this, "Read", { bucket: bucket.bucket, role: "roles/storage.objectViewer", member });
    this.write(member);
  }

  /** The only subject the pool lets in, as IAM writes it. */
  private pods(): string {
    const { place, reader, readerCluster, namespace, serviceAccount } = this.props;
    const project = accountOf(place, "gcp").projectId;
    const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
    const pool = new IamWorkloadIdentityPool(this, "Pool", {
      project,
      workloadIdentityPoolId: foreignPoolId(place, reader.place),
      displayName: `cluster of ${reader.place.id}`,
      description: `pods of ${reader.place.id} that read buckets of ${place.id}`,
    });
    new IamWorkloadIdentityPoolProvider(this, "Cluster", {
      project,
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: foreignProviderId,
      displayName: reader.place.id,
      oidc: { issuerUri: readerCluster.oidcIssuer, allowedAudiences: [foreignAudiences.gcp] },
      attributeMapping: { "google.subject": "assertion.sub" },
      attributeCondition: `assertion.sub == "${subject}"`,
    });
    return `principal://iam.googleapis.com/${pool.name}/subject/${subject}`;
  }

  private write(member: string): void {
    const { place, bucket, writesBelow = restoreReports(place) } = this.props;
    const objects = `projects/_/buckets/${bucket.bucket}/objects/${writesBelow}`;
    new StorageBucketIamMember(this, "Write", {
      bucket: bucket.bucket,
      role: "roles/storage.objectUser",
      member,
      condition: { title: "writes-below", expression: `resource.name.startsWith("${objects}")` },
    });
  }
}
