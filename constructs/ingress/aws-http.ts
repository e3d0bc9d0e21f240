import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { AwsLogBucket } from "../bucket/aws-log-bucket.ts";
import type { AwsPrivateBucket } from "../bucket/aws-private-bucket.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import { AwsFrontCertificate } from "./aws-certificate.ts";
import { AwsEdgeAuthority } from "./aws-edge-authority.ts";
import { type AwsEdgeGroup, admitEdge } from "./aws-edge-group.ts";
import { AwsWebFirewall } from "./aws-firewall.ts";
import { reserveInternalAddress } from "./aws-internal.ts";
import { gatewayTargets, watchTargets } from "./aws-targets.ts";
import { type HttpFront, type Ingress, type IngressProps, noFront } from "./contract.ts";

/**
 * An application load balancer with a web firewall before it. It ends TLS, lets in who shows the edge's client certificate, and encrypts
 * anew to the cluster's gateway pods.
 *
 * About $40 per month with its firewall and trust store, plus traffic.
 */
export class AwsHttpIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "hostname";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope = "";
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { place, front, logRetentionDays, deletionProtection } = props;
    if (front === undefined) throw noFront(place.id);
    const logs = logBucket(this, props);
    const balancer = this.balancer(props, admitEdge(this, props), logs);
    const targets = gatewayTargets(this, props, { name: "web", protocol: "HTTPS" });
    this.listener(props, front, { balancer, targets, logs });
    new AwsWebFirewall(this, "Firewall", { place, balancerArn: balancer.arn, logRetentionDays, deletionProtection });
    watchTargets(this, props, balancer, targets);

    this.address = balancer.dnsName;
    this.latitude = place.regionFacts.latitude;
    this.longitude = place.regionFacts.longitude;
    this.edgeRegions = [...place.regionFacts.edgeRegions];
    this.bindingId = targets.arn;
    this.internalAddress = reserveInternalAddress(this, props);
  }

  private balancer({ place, network, deletionProtection }: IngressProps, group: AwsEdgeGroup, logs: AwsPrivateBucket): Lb {
    return new Lb(this, "Resource", {
      name: nameOf("aws:Lb", place.shortName, "web"),
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4",
      securityGroups: [group.id],
      subnets: network.edgeSubnetIds,
      dropInvalidHeaderFields: true,
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      // The edge has said who asks, and the gateway trusts one proxy, whichever way in there is.
      xffHeaderProcessingMode: "preserve",
      accessLogs: { enabled: true, bucket: logs.name, prefix: "alb" },
      // Who was refused for want of a certificate is here and nowhere else.
      connectionLogs: { enabled: true, bucket: logs.name, prefix: "alb" },
      lifecycle: { preventDestroy: deletionProtection },
      // The balancer tries to write to the bucket when it is made.
      dependsOn: [logs.policy],
    });
  }

  private listener({ place, deletionProtection }: IngressProps, front: HttpFront, { balancer, targets, logs }: Parts): void {
    const authority = new AwsEdgeAuthority(this, "EdgeAuthority", {
      place,
      certificates: front.edgeAuthority(),
      accessLogs: logs,
      deletionProtection,
    });
    new LbListener(this, "Listener", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      // TLS 1.2 and 1.3, with forward secrecy: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      certificateArn: new AwsFrontCertificate(this, "Certificate", front).arn,
      mutualAuthentication: { mode: "verify", trustStoreArn: authority.arn, ignoreClientCertificateExpiry: false },
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
    });
  }
}

interface Parts {
  readonly balancer: Lb;
  readonly targets: LbTargetGroup;
  readonly logs: AwsPrivateBucket;
}

/** The stack's log bucket, with what balancers of this kind need: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
const logBucket = (scope: Construct, { place, logRetentionDays, deletionProtection }: IngressProps): AwsPrivateBucket =>
  AwsLogBucket.of(scope, {
    place,
    purpose: "edge",
    retentionDays: logRetentionDays,
    deletionProtection,
    writers: (bucket) => [
      {
        Sid: "LogsOfWebBalancers",
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        // The account in the path is whose balancer it is.
        Resource: `arn:aws:s3:::${bucket}/alb/AWSLogs/${accountIn(place)}/*`,
      },
    ],
  }).bucket;

const accountIn = (place: Place): string => accountOf(place, "aws").accountId;
