import { edgeLogBucketName } from "../edge/log-bucket.ts";
import type { Statement } from "../identity/aws-role.ts";
import { accountOf, type Place } from "../place.ts";
import type { Guest } from "./contract.ts";

/** Tag of a transit gateway's route tables, by which a guest is held to one side of it. */
export const tableSide = "side";

const onTable = (side: "inside" | "outside"): Pick<Statement, "Condition"> => ({
  Condition: { StringEquals: { [`aws:ResourceTag/${tableSide}`]: side } },
});

const ec2Of = (place: Place) => (kind: string) => `arn:aws:ec2:${place.region}:${accountOf(place, "aws").accountId}:${kind}/*`;

/** Ends of links: VPN connections and peerings, attached to the side of the gateway that leads to the host's own network and no further. */
function links(place: Place): Statement[] {
  const ec2 = ec2Of(place);
  return [
    {
      Sid: "Links",
      Action: [
        "ec2:AcceptTransitGatewayPeeringAttachment",
        "ec2:CreateCustomerGateway",
        "ec2:CreateTags",
        "ec2:CreateVpnConnection",
        "ec2:DeleteCustomerGateway",
        "ec2:DeleteTags",
        "ec2:DeleteTransitGatewayPeeringAttachment",
        "ec2:DeleteVpnConnection",
        "ec2:ModifyVpnConnection",
        "ec2:ModifyVpnConnectionOptions",
        "ec2:ModifyVpnTunnelOptions",
      ],
      Resource: ["customer-gateway", "vpn-connection", "transit-gateway", "transit-gateway-attachment"].map(ec2),
    },
    {
      Sid: "Alarms",
      Action: ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "cloudwatch:UntagResource"],
      Resource: `arn:aws:cloudwatch:${place.region}:${accountOf(place, "aws").accountId}:alarm:*`,
    },
  ];
}

/** What is attached stays on the outside: on the inside it would reach whatever else is linked. */
function tables(place: Place): Statement[] {
  const ec2 = ec2Of(place);
  const table = ec2("transit-gateway-route-table");
  return [
    {
      Sid: "Outside",
      Action: ["ec2:AssociateTransitGatewayRouteTable", "ec2:DisassociateTransitGatewayRouteTable"],
      Resource: table,
      ...onTable("outside"),
    },
    {
      Sid: "Inside",
      Action: [
        "ec2:CreateTransitGatewayRoute",
        "ec2:DeleteTransitGatewayRoute",
        "ec2:DisableTransitGatewayRouteTablePropagation",
        "ec2:EnableTransitGatewayRouteTablePropagation",
        "ec2:ReplaceTransitGatewayRoute",
      ],
      Resource: table,
      ...onTable("inside"),
    },
    {
      Sid: "Attachments",
      Action: [
        "ec2:AssociateTransitGatewayRouteTable",
        "ec2:CreateTransitGatewayRoute",
        "ec2:DeleteTransitGatewayRoute",
        "ec2:DisableTransitGatewayRouteTablePropagation",
        "ec2:DisassociateTransitGatewayRouteTable",
        "ec2:EnableTransitGatewayRouteTablePropagation",
        "ec2:ReplaceTransitGatewayRoute",
      ],
      Resource: ec2("transit-gateway-attachment"),
    },
  ];
}

/** Private names: zones of single hosts, attached to the host's network. */
const names: readonly Statement[] = [
  {
    Sid: "Names",
    Action: [
      "route53:AssociateVPCWithHostedZone",
      "route53:ChangeResourceRecordSets",
      "route53:ChangeTagsForResource",
      "route53:CreateHostedZone",
      "route53:DeleteHostedZone",
      "route53:DisassociateVPCFromHostedZone",
      "route53:UpdateHostedZoneComment",
    ],
    Resource: "*",
  },
];

/** The one bucket of the edge's logs. */
const edgeLogs = (place: Place): Statement[] => [
  {
    Sid: "EdgeLogs",
    Action: [
      "s3:CreateBucket",
      "s3:DeleteBucket*",
      "s3:PutBucket*",
      "s3:PutEncryptionConfiguration",
      "s3:PutLifecycleConfiguration",
      "s3:TagResource",
      "s3:UntagResource",
    ],
    Resource: bucketOf(place),
  },
];

const seeLinks: readonly Statement[] = [
  {
    Sid: "See",
    Action: [
      "cloudwatch:DescribeAlarms",
      "cloudwatch:ListTagsForResource",
      "ec2:Describe*",
      "ec2:GetTransitGateway*",
      "ec2:SearchTransitGatewayRoutes",
      "route53:Get*",
      "route53:List*",
    ],
    Resource: "*",
  },
];

const bucketOf = (place: Place): string => `arn:aws:s3:::${edgeLogBucketName(place)}`;

const seeLogs = (place: Place): Statement[] => [
  { Sid: "SeeEdgeLogs", Action: ["s3:Get*", "s3:List*"], Resource: [bucketOf(place), `${bucketOf(place)}/*`] },
];

/** What a guest's runs may do while they plan, and while they apply. */
export const guestStatements: Record<Guest["may"], Record<"plan" | "apply", (place: Place) => readonly Statement[]>> = {
  link: { plan: () => seeLinks, apply: (place) => [...seeLinks, ...links(place), ...tables(place), ...names] },
  "keep-edge-logs": { plan: seeLogs, apply: (place) => [...seeLogs(place), ...edgeLogs(place)] },
};
