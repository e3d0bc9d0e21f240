import { ConfigConfigurationRecorder } from "@cdktf/provider-aws/lib/config-configuration-recorder";
import { ConfigConfigurationRecorderStatus } from "@cdktf/provider-aws/lib/config-configuration-recorder-status";
import { ConfigDeliveryChannel } from "@cdktf/provider-aws/lib/config-delivery-channel";
import { Construct } from "constructs";
import type { AwsPrivateBucket } from "../bucket/aws-private-bucket.ts";
import { regionArgument } from "../encryption/aws.ts";
import type { Place } from "../place.ts";

export interface AwsRecorderProps {
  readonly place: Place;
  readonly region: string;
  /** Where the history goes, from all regions. */
  readonly history: AwsPrivateBucket;
  /** Config's own role. */
  readonly recorderRoleArn: string;
}

/** Nodes and pods come and go all day: recording each would cost more than all the rest and say nothing. */
const shortLived = ["AWS::EC2::NetworkInterface", "AWS::EC2::Instance", "AWS::EC2::Volume"];

/** Identities are the same in every region, so one recorder is enough: https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html */
const identities = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/** AWS Config's record of one region: what was configured how, and when that changed. */
export class AwsRecorder extends Construct {
  readonly recording: ConfigConfigurationRecorderStatus;

  constructor(scope: Construct, id: string, props: AwsRecorderProps) {
    super(scope, id);
    const region = regionArgument(props.place, props.region);
    const recorder = new ConfigConfigurationRecorder(this, "Resource", {
      name: "default",
      roleArn: props.recorderRoleArn,
      recordingGroup: {
        allSupported: false,
        includeGlobalResourceTypes: false,
        recordingStrategy: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
        exclusionByResourceTypes: [{ resourceTypes: region === undefined ? shortLived : [...shortLived, ...identities] }],
      },
      region,
    });
    const channel = new ConfigDeliveryChannel(this, "Delivery", {
      name: "default",
      s3BucketName: props.history.name,
      region,
      // AWS takes a channel only once there is a recorder, and tries to write to the bucket.
      dependsOn: [recorder, props.history.policy],
    });
    this.recording = new ConfigConfigurationRecorderStatus(this, "Recording", {
      name: recorder.name,
      isEnabled: true,
      region,
      // A recorder without a channel cannot be started.
      dependsOn: [channel],
    });
  }
}
