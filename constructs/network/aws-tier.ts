import { Route, type RouteConfig } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

/** `us-east-1b` -> `B`: what the ids of zonal resources end in. */
export const zoneLetter = (zone: string): string => zone.slice(-1).toUpperCase();

export interface AwsTierProps {
  readonly place: Place;
  readonly vpcId: string;
  readonly name: string;
  /** One block per zone; blocks beyond the region's zones stay unused. */
  readonly cidrs: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** What must exist before anything can stand in the subnets. @default nothing */
  readonly after?: readonly TerraformResource[];
}

/** A subnet and a route table in every zone: one table per zone so that a zone's traffic leaves by the zone's own gateway. */
export class AwsTier extends Construct {
  readonly subnetIds: string[] = [];
  readonly routeTableIds: string[] = [];
  /** The zone letters, in the order of the ids. */
  readonly letters: string[];

  constructor(scope: Construct, id: string, props: AwsTierProps) {
    super(scope, id);
    const { zones } = props.place.regionFacts;
    this.letters = zones.map(zoneLetter);
    zones.forEach((zone, position) => {
      this.zone(props, zone, props.cidrs[position] as string);
    });
  }

  /** Sends `target` the same way in every zone, or by a way of its own. */
  route(id: string, way: Omit<RouteConfig, "routeTableId"> | ((letter: string) => Omit<RouteConfig, "routeTableId">)): void {
    this.letters.forEach((letter, position) => {
      const routeTableId = this.routeTableIds[position] as string;
      new Route(this, `${id}${letter}`, { routeTableId, ...(typeof way === "function" ? way(letter) : way) });
    });
  }

  private zone({ place, vpcId, name, tags, after }: AwsTierProps, zone: string, cidrBlock: string): void {
    const letter = zoneLetter(zone);
    const Name = nameOf("aws:Resource", place.name, name, letter.toLowerCase());
    const subnet = new Subnet(this, `Subnet${letter}`, {
      vpcId,
      cidrBlock,
      availabilityZone: zone,
      // Not even the public tier: what is public there (load balancers, NAT) brings its own address.
      mapPublicIpOnLaunch: false,
      tags: { ...tags, Name },
      dependsOn: after && [...after],
    });
    const table = new RouteTable(this, `RouteTable${letter}`, { vpcId, tags: { Name } });
    new RouteTableAssociation(this, `Association${letter}`, { subnetId: subnet.id, routeTableId: table.id });
    this.subnetIds.push(subnet.id);
    this.routeTableIds.push(table.id);
  }
}
