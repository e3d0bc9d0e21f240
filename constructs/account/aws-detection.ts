import { AccessanalyzerAnalyzer } from "@cdktf/provider-aws/lib/accessanalyzer-analyzer";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature";
import { SecurityhubAccount } from "@cdktf/provider-aws/lib/securityhub-account";
import { SecurityhubStandardsSubscription } from "@cdktf/provider-aws/lib/securityhub-standards-subscription";
import { Construct } from "constructs";
import { regionArgument } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { AwsRecorder, type AwsRecorderProps } from "./aws-recorder.ts";

export interface AwsDetectionProps extends AwsRecorderProps {
  /** Topic that severe findings go to, in the same region. */
  readonly alertTarget: string;
}

/** What the platform runs and GuardDuty can watch without agents, by construct id. */
const guardDutyFeatures = {
  Kubernetes: "EKS_AUDIT_LOGS",
  Objects: "S3_DATA_EVENTS",
  Databases: "RDS_LOGIN_EVENTS",
  Volumes: "EBS_MALWARE_PROTECTION",
};

/** Notices what goes wrong in one region: threats (GuardDuty), drift from good practice (Config, Security Hub), access from outside (Access Analyzer). */
export class AwsDetection extends Construct {
  constructor(scope: Construct, id: string, props: AwsDetectionProps) {
    super(scope, id);
    const { place } = props;
    const region = regionArgument(place, props.region);
    this.guardDuty(place, region, props.alertTarget);
    this.securityHub(props.region, region, new AwsRecorder(this, "Recorder", props));
    new AccessanalyzerAnalyzer(this, "AccessAnalyzer", {
      analyzerName: nameOf("aws:Resource", place.organization, place.environment, "access"),
      type: "ACCOUNT",
      region,
    });
  }

  private guardDuty({ organization, environment }: Place, region: string | undefined, alertTarget: string): void {
    const detector = new GuarddutyDetector(this, "GuardDuty", { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES", region });
    for (const [id, name] of Object.entries(guardDutyFeatures)) {
      new GuarddutyDetectorFeature(this, `GuardDuty${id}`, { detectorId: detector.id, name, status: "ENABLED", region });
    }
    const rule = new CloudwatchEventRule(this, "SevereFindings", {
      name: nameOf("aws:CloudwatchEventRule", organization, environment, "findings"),
      description: "GuardDuty findings of high severity",
      eventPattern: JSON.stringify({
        source: ["aws.guardduty"],
        "detail-type": ["GuardDuty Finding"],
        detail: { severity: [{ numeric: [">=", 7] }] },
      }),
      region,
    });
    new CloudwatchEventTarget(this, "SevereFindingsTarget", { rule: rule.name, targetId: "alerts", arn: alertTarget, region });
  }

  private securityHub(regionName: string, region: string | undefined, { recording }: AwsRecorder): void {
    const hub = new SecurityhubAccount(this, "SecurityHub", {
      enableDefaultStandards: false,
      controlFindingGenerator: "SECURITY_CONTROL",
      region,
      // Its checks read what Config records.
      dependsOn: [recording],
    });
    new SecurityhubStandardsSubscription(this, "GoodPractice", {
      standardsArn: `arn:aws:securityhub:${regionName}::standards/aws-foundational-security-best-practices/v/1.0.0`,
      region,
      dependsOn: [hub],
    });
  }
}
