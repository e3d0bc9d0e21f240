import type { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import { nameOf } from "../naming.ts";
import type { IngressProps } from "./contract.ts";

/** How a kind of balancer passes requests on. */
export interface TargetKind {
  /** What it is called after its place. */
  readonly name: string;
  readonly protocol: "TCP" | "HTTPS";
  /** Of a balancer that passes connections on: whether the pods see who opened them. */
  readonly preserveClientIp?: string;
}

/** The cluster's gateway pods, which a controller in the cluster keeps the list of. */
export const gatewayTargets = (scope: Construct, { place, network }: IngressProps, { name, ...kind }: TargetKind): LbTargetGroup =>
  new LbTargetGroup(scope, "Targets", {
    name: nameOf("aws:LbTargetGroup", place.shortName, name),
    targetType: "ip",
    ...kind,
    port: 443,
    vpcId: network.networkId,
    deregistrationDelay: "60",
    // Istio's gateway answers here: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
    healthCheck: { protocol: "HTTP", port: "15021", path: "/healthz/ready", interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 },
  });

/** Tells when a balancer has nobody to pass requests on to. */
export function watchTargets(scope: Construct, { place, account }: IngressProps, balancer: Lb, targets: LbTargetGroup): void {
  awsAlarm(scope, "NoTargets", {
    place,
    alertTarget: account.alertTarget,
    name: "edge-no-targets",
    description: "The load balancer has no healthy gateway pod: the place serves nothing.",
    namespace: `AWS/${balancer.loadBalancerTypeInput === "network" ? "NetworkELB" : "ApplicationELB"}`,
    metric: "HealthyHostCount",
    dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: targets.arnSuffix },
    statistic: "Maximum",
    when: "below",
    threshold: 1,
    minutes: 5,
  });
}
