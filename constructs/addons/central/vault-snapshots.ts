import type { Bucket } from "../../bucket/contract.ts";
import { vaultNamespace } from "../../vault/facts.ts";
import { type Addon, type AddonContext, bucketFor, isCentral, type Values } from "../addon.ts";
import { vaultJob } from "./vault-job.ts";

const name = "vault-snapshots";

/** Purpose of the bucket: it keeps, locks and copies snapshots as configuration says of it. */
const PURPOSE = "vault";

/** https://hub.docker.com/r/amazon/aws-cli/tags */
const IMAGE = "docker.io/amazon/aws-cli:2.34.24";

/** Everything Vault keeps, encrypted with the key that only the seal's opens. What cannot be read back is not stored. */
const script = `vault operator raft snapshot save /result/vault.snap
vault operator raft snapshot inspect /result/vault.snap
`;

/** Objects are found by their hour, and none is ever written over. */
const upload = ({ bucket, region }: Bucket): Values => ({
  name: "upload",
  image: IMAGE,
  command: ["sh", "-eu", "-c", 'aws s3 cp --no-progress /result/vault.snap "s3://$BUCKET/$(date -u +%Y/%m/%d/%H%M%SZ).snap"\n'],
  env: Object.entries({ HOME: "/tmp", AWS_DEFAULT_REGION: region, BUCKET: bucket }).map(([key, value]) => ({ name: key, value })),
  resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});

const bucketOf = (context: AddonContext): Bucket => bucketFor(context, PURPOSE, name);

/** Copies of all of Vault, every hour, where they outlive its cluster. The edition that needs no licence takes none by itself. */
export const vaultSnapshots: Addon = {
  name,
  purpose: "Copies everything Vault keeps to the object store, every hour",
  namespace: vaultNamespace,
  home: "central",
  after: ["vault"],
  delivery: "terraform",
  appliesTo: isCentral,
  identity: (context) => ({
    name: "vaultsnap",
    serviceAccount: name,
    grants: [{ may: "objectstore:read-write", bucket: bucketOf(context) }],
  }),
  resources: (context, identity) =>
    vaultJob(context, identity, { name, schedule: "17 * * * *", script, timeoutSeconds: 1800, next: upload(bucketOf(context)) }),
};
