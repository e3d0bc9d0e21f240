import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { policy } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { zoneLetter } from "../network/aws-tier.ts";
import { accountOf, type Place } from "../place.ts";
import type { Files, FilesProps } from "./contract.ts";

/** NFS. */
const PORT = 2049;

/**
 * An EFS file system in all zones, encrypted and backed up daily, in which the cluster's driver gives every volume a folder and
 * an access point of its own. The nodes and pods of the place mount it, over TLS and by access points only.
 *
 * Costs what is stored: about $0.30 per GiB and month, $0.016 for what nobody has read for 30 days.
 */
export class AwsFiles extends Construct implements Files {
  readonly fileSystemId: string;
  readonly kmsKeyId: string;

  constructor(scope: Construct, id: string, props: FilesProps) {
    super(scope, id);
    const { place, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "files", deletionProtection });
    const fileSystem = this.fileSystem(props, key);
    new EfsFileSystemPolicy(this, "Policy", { fileSystemId: fileSystem.id, policy: access(place, fileSystem.arn) });
    new EfsBackupPolicy(this, "Backup", { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } });
    this.mountTargets(props, fileSystem.id);

    this.fileSystemId = fileSystem.id;
    this.kmsKeyId = key.arn;
  }

  private fileSystem({ place, deletionProtection }: FilesProps, key: AwsKey): EfsFileSystem {
    const name = nameOf("aws:Resource", place.name, "files");
    return new EfsFileSystem(this, "Resource", {
      creationToken: name,
      encrypted: true,
      kmsKeyId: key.arn,
      performanceMode: "generalPurpose",
      // Paid by what is read and written: bursts would be limited by how much is stored, which is little at first.
      throughputMode: "elastic",
      lifecyclePolicy: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
      tags: { Name: name },
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Its address in every zone, next to the nodes: traffic between zones costs. */
  private mountTargets({ place, network }: FilesProps, fileSystemId: string): void {
    const group = this.firewall(place, network);
    place.regionFacts.zones.forEach((zone, position) => {
      new EfsMountTarget(this, `MountTarget${zoneLetter(zone)}`, {
        fileSystemId,
        subnetId: Fn.element(network.nodeSubnetIds, position),
        securityGroups: [group.id],
      });
    });
  }

  private firewall(place: Place, { networkId, workloadGroup }: FilesProps["network"]): SecurityGroup {
    const name = nameOf("aws:Resource", place.name, "files");
    const group = new SecurityGroup(this, "SecurityGroup", {
      name,
      description: "The file system, open to nodes and pods",
      vpcId: networkId,
      tags: { Name: name },
    });
    new VpcSecurityGroupIngressRule(this, "FromNodes", {
      securityGroupId: group.id,
      description: "NFS from nodes and pods",
      ipProtocol: "tcp",
      fromPort: PORT,
      toPort: PORT,
      referencedSecurityGroupId: workloadGroup,
    });
    return group;
  }
}

/**
 * Nodes mount without signing, so the policy cannot tell who they are, only how they come: through the network's mount targets,
 * by an access point, which puts them into one folder as one user, and over TLS. Nobody is root.
 * https://docs.aws.amazon.com/efs/latest/ug/access-control-overview.html
 */
function access(place: Place, fileSystemArn: string): string {
  const accessPoints = `arn:aws:elasticfilesystem:${place.region}:${accountOf(place, "aws").accountId}:access-point/*`;
  const anyone = { Principal: { AWS: "*" }, Resource: fileSystemArn };
  return policy([
    {
      Sid: "FoldersOfVolumes",
      ...anyone,
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Condition: {
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
        ArnLike: { "elasticfilesystem:AccessPointArn": accessPoints },
      },
    },
    { Sid: "TlsOnly", Effect: "Deny", ...anyone, Action: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ]);
}
