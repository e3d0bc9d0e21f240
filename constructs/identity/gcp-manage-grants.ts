import type { ManageGrant } from "./contract.ts";

/** A role on the project, and what it is narrowed to. */
export interface ConditionalRole {
  readonly role: string;
  /** A condition in CEL. @default none: neither the service nor the role can be narrowed */
  readonly expression?: string;
}

/** Requests to make something are about the project, whatever it is to be called. */
const making = 'resource.type == "cloudresourcemanager.googleapis.com/Project"';

/** What stands before services and bears a name that Google's conditions know; of a way in, only forwarding rules do. */
const standing = [
  ...["BackendService", "ForwardingRule", "GlobalForwardingRule"],
  ...["TargetHttpProxy", "TargetHttpsProxy", "TargetSslProxy", "TargetTcpProxy"],
];

/**
 * Addresses, the services behind them, and their names: Cloud SQL is reached by Private Service Connect. Addresses and zones cannot
 * be told by their names; the platform's load balancers can: https://cloud.google.com/iam/docs/conditions-resource-attributes
 */
const wayIn = (prefix: string): readonly ConditionalRole[] => {
  const others = standing.map((type) => `resource.type != "compute.googleapis.com/${type}"`).join(" && ");
  return [
    {
      role: "roles/compute.loadBalancerAdmin",
      expression: `(${others}) || resource.name.extract("/forwardingRules/{name}").startsWith("${prefix}")`,
    },
    { role: "roles/compute.networkUser" },
    { role: "roles/dns.admin" },
  ];
};

/** What making and removing services takes, of those alone whose names begin with the grant's prefix, where Google can tell. */
export function manageRoles({ may, prefix }: ManageGrant, projectId: string): readonly ConditionalRole[] {
  const named = (start: string) => `${making} || resource.name.startsWith("${start}${prefix}")`;
  switch (may) {
    case "objectstore:manage":
      return [{ role: "roles/storage.admin", expression: named("projects/_/buckets/") }];
    case "database:manage":
      return [{ role: "roles/cloudsql.admin", expression: named(`projects/${projectId}/instances/`) }, ...wayIn(prefix)];
    case "cache:manage":
      return [{ role: "roles/memorystore.admin", expression: instanceNamed(prefix) }];
  }
}

/** Requests to make an instance, and the progress of what was asked for, are about no instance by name. */
const instanceNamed = (prefix: string): string => {
  const name = 'resource.name.extract("/instances/{name}")';
  return `${name} == "" || ${name}.startsWith("${prefix}")`;
};
