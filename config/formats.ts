/** 2 to 10 characters: what names of 24 characters (storage accounts) leave beside environment, region, purpose and suffix. */
export const organizationPattern = /^[a-z][a-z0-9]{1,9}$/;

/** A host name of two labels or more, in lower case. */
export const domainPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** An e-mail address as people have them, not all that the standard allows. */
export const emailPattern = /^[A-Za-z0-9._%+-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** An owner or a repository of GitHub. */
export const githubPattern = /^[A-Za-z0-9_.-]{1,100}$/;

/** Subscriptions, tenants and directory objects of Azure. */
export const guidPattern = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const awsAccountPattern = /^\d{12}$/;

/** A role, of any partition and with any path. */
export const awsRolePattern = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects */
export const gcpProjectPattern = /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** Google promises no length; they have 10 to 12 digits today. */
export const gcpProjectNumberPattern = /^\d{6,19}$/;

/** A billing account without its `billingAccounts/`. */
export const gcpBillingAccountPattern = /^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/;

/** Ids that GitHub gives its Apps and their installations. */
export const digitsPattern = /^\d{1,19}$/;

/** Groups and teams: what HCP Terraform, GitHub and Kubernetes take as it is. */
export const groupPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Keys of tags: what all clouds take as it is. */
export const kebabPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Purposes of buckets: they are part of storage account names. */
export const bucketPurposePattern = /^[a-z]{3,8}$/;

/** The host of a service, in lower case. */
export const hostPattern = domainPattern;

/** Tags of images: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
export const imageTagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
