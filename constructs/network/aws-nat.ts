import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { Account } from "../account/contract.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { AwsTier } from "./aws-tier.ts";

export interface AwsNatProps {
  readonly place: Place;
  readonly account: Account;
  /** Where the gateways stand. */
  readonly edge: AwsTier;
  /** Whose outgoing traffic they carry. */
  readonly nodes: AwsTier;
  readonly perZone: boolean;
  readonly deletionProtection: boolean;
}

/** Outgoing internet traffic of the private subnets: a gateway in the first zone, or in every zone. About $37 per month each, with its address. */
export class AwsNat extends Construct {
  readonly publicIps: string[] = [];

  constructor(scope: Construct, id: string, props: AwsNatProps) {
    super(scope, id);
    const gateways = new Map<string, string>();
    const letters = props.perZone ? props.edge.letters : props.edge.letters.slice(0, 1);
    for (const letter of letters) gateways.set(letter, this.gateway(props, letter));
    const first = gateways.get(letters[0] as string) as string;
    props.nodes.route("Internet", (letter) => ({ destinationCidrBlock: "0.0.0.0/0", natGatewayId: gateways.get(letter) ?? first }));
  }

  private gateway({ place, account, edge, deletionProtection }: AwsNatProps, letter: string): string {
    const Name = nameOf("aws:Resource", place.name, "nat", letter.toLowerCase());
    const address = new Eip(this, `Address${letter}`, {
      domain: "vpc",
      tags: { Name },
      // Others let the platform in by it.
      lifecycle: { preventDestroy: deletionProtection },
    });
    const gateway = new NatGateway(this, `Gateway${letter}`, {
      subnetId: edge.subnetIds[edge.letters.indexOf(letter)],
      allocationId: address.allocationId,
      connectivityType: "public",
      tags: { Name },
    });
    awsAlarm(this, `PortsExhausted${letter}`, {
      place,
      alertTarget: account.alertTarget,
      name: `nat-${letter.toLowerCase()}-ports`,
      description: "The NAT gateway has no free source port for a destination: connections fail. Give it another address.",
      namespace: "AWS/NATGateway",
      metric: "ErrorPortAllocation",
      dimensions: { NatGatewayId: gateway.id },
      statistic: "Sum",
      when: "above",
      threshold: 0,
      minutes: 5,
    });
    this.publicIps.push(address.publicIp);
    return gateway.id;
  }
}
