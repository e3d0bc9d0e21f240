import { EbsDefaultKmsKey } from "@cdktf/provider-aws/lib/ebs-default-kms-key";
import { EbsEncryptionByDefault } from "@cdktf/provider-aws/lib/ebs-encryption-by-default";
import { EbsSnapshotBlockPublicAccess } from "@cdktf/provider-aws/lib/ebs-snapshot-block-public-access";
import { Ec2InstanceMetadataDefaults } from "@cdktf/provider-aws/lib/ec2-instance-metadata-defaults";
import { Construct } from "constructs";
import { AwsKey, regionArgument } from "../encryption/aws.ts";
import { AwsAlerts, type AwsAlertsProps } from "./aws-alerts.ts";
import { AwsDetection } from "./aws-detection.ts";
import type { AwsRecorderProps } from "./aws-recorder.ts";

export interface AwsAccountRegionProps extends AwsAlertsProps, AwsRecorderProps {}

/**
 * What AWS keeps apart for every region: the topic for alarms, detection, and the settings that make volumes and machines
 * safe by default, those made by hand or by others too. About $15 per month in a quiet region.
 */
export class AwsAccountRegion extends Construct {
  readonly alertTarget: string;

  constructor(scope: Construct, id: string, props: AwsAccountRegionProps) {
    super(scope, id);
    this.alertTarget = new AwsAlerts(this, "Alerts", props).topicArn;
    new AwsDetection(this, "Detection", { ...props, alertTarget: this.alertTarget });
    this.machines(props);
  }

  private machines(props: AwsAccountRegionProps): void {
    const { place, deletionProtection } = props;
    const region = regionArgument(place, props.region);
    const key = new AwsKey(this, "VolumeKey", {
      place,
      purpose: "volumes",
      users: ["volumes"],
      region: props.region,
      deletionProtection,
    });
    new EbsEncryptionByDefault(this, "EncryptedVolumes", { enabled: true, region });
    new EbsDefaultKmsKey(this, "DefaultVolumeKey", { keyArn: key.arn, region });
    new EbsSnapshotBlockPublicAccess(this, "NoPublicSnapshots", { state: "block-all-sharing", region });
    new Ec2InstanceMetadataDefaults(this, "MetadataTokens", { httpTokens: "required", httpPutResponseHopLimit: 1, region });
  }
}
