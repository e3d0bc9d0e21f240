import { Password } from "@cdktf/provider-random/lib/password";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { Fn, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { inOrderOfClouds, tunnelsBetween } from "../network/tunnel-plan.ts";
import type { CloudName } from "../place.ts";
import { AwsEnd } from "./aws.ts";
import { AwsPeering } from "./aws-peering.ts";
import { AzureEnd } from "./azure.ts";
import type { End, EndProps } from "./end.ts";
import { GcpEnd } from "./gcp.ts";

export type { End } from "./end.ts";

export interface LinkProps {
  readonly a: End;
  readonly b: End;
  /** Raise it to have every key of the link made anew, at both ends; its tunnels are down meanwhile. */
  readonly keyVersion: number;
}

/** What is made after the other end has its addresses, or without them. */
const ends: Record<Exclude<CloudName, "aws">, new (scope: Construct, id: string, props: EndProps) => Construct> = {
  gcp: GcpEnd,
  azure: AzureEnd,
};

/**
 * A link between two places, whatever their clouds: encrypted tunnels with BGP, or what a cloud has for two gateways of its own. Their
 * pre-shared keys are made here and are in the stack's state: no cloud's provider has a write-only argument for them.
 */
export class Link extends Construct {
  constructor(scope: Construct, id: string, props: LinkProps) {
    super(scope, id);
    const [first, second] = props.a.place.cloud === props.b.place.cloud ? [props.a, props.b] : sorted(props);
    if (first.place.cloud === "aws" && second.place.cloud === "aws") new AwsPeering(this, "Peering", { a: first, b: second });
    else this.tunnels(first, second, props.keyVersion);
  }

  private tunnels(first: End, second: End, keyVersion: number): void {
    const plan = tunnelsBetween(first.place, second.place);
    const keys = Array.from({ length: Math.max(plan.length, 1) }, (_, index) => this.key(index, keyVersion));
    const key = (index: number) => keys[index] as string;
    const noInside = { cidr: "", ownAddress: "", peerAddress: "", key: key(0) };
    const seen = (own: "first" | "second", peer: "first" | "second") =>
      plan.length === 0
        ? [noInside]
        : plan.map((tunnel, index) => ({ cidr: tunnel.cidr, ownAddress: tunnel[own], peerAddress: tunnel[peer], key: key(index) }));
    const addressesOf = ({ gateway }: End) => [0, 1].map((position) => Fn.element(gateway.addresses, position) as string);
    const ofSecond = { own: second, peer: first, tunnels: seen("second", "first") };
    const ofFirst = { own: first, peer: second, tunnels: seen("first", "second"), peerAddresses: addressesOf(second) };
    if (first.place.cloud === "aws") {
      // Amazon gives its tunnels their addresses when it knows the peer's.
      const { addresses } = new AwsEnd(this, "Aws", ofFirst);
      this.end(second, "", { ...ofSecond, peerAddresses: addresses });
      return;
    }
    const isOneCloud = first.place.cloud === second.place.cloud;
    this.end(first, isOneCloud ? "From" : "", ofFirst);
    this.end(second, isOneCloud ? "To" : "", { ...ofSecond, peerAddresses: addressesOf(first) });
  }

  private end({ place }: End, prefix: string, props: EndProps): void {
    const cloud = place.cloud as Exclude<CloudName, "aws">;
    new ends[cloud](this, `${prefix}${cloud[0]?.toUpperCase()}${cloud.slice(1)}`, props);
  }

  /** 33 letters and digits: Amazon takes no key that begins with a zero, and some take no other characters. */
  private key(index: number, version: number): string {
    const stack = TerraformStack.of(this);
    if (stack.node.tryFindChild("Random") === undefined) new RandomProvider(stack, "Random");
    const made = new Password(this, `Key${index}`, { length: 32, special: false, keepers: { version: String(version) } });
    return `k${made.result}`;
  }
}

function sorted({ a, b }: LinkProps): [End, End] {
  const [first] = inOrderOfClouds(a.place, b.place);
  return first === a.place ? [a, b] : [b, a];
}
