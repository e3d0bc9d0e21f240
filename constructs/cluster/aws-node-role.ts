import type { Construct } from "constructs";
import { AwsRole, plainServiceTrust } from "../identity/aws-role.ts";
import type { Place } from "../place.ts";

/** The role of a kind of nodes. The CNI has a role of its own, so nodes need no network rights. */
export const nodeRole = (scope: Construct, id: string, place: Place, name: string): AwsRole =>
  new AwsRole(scope, id, {
    place,
    name,
    description: `Nodes of ${place.name}`,
    trust: [plainServiceTrust("ec2.amazonaws.com")],
    managed: ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"],
  });
