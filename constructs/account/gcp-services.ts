import { ProjectService } from "@cdktf/provider-google/lib/project-service";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";

/** APIs the stacks of an environment use. Service Usage and Resource Manager themselves are on in every new project. */
const apis = [
  "artifactregistry",
  "bigquery",
  "billingbudgets",
  "binaryauthorization",
  "cloudasset",
  "cloudbilling",
  "cloudkms",
  "cloudresourcemanager",
  "compute",
  "container",
  "containerscanning",
  "containersecurity",
  "dns",
  "essentialcontacts",
  "file",
  "gkebackup",
  "iam",
  "iamcredentials",
  "logging",
  "memorystore",
  "monitoring",
  "networkconnectivity",
  "orgpolicy",
  "pubsub",
  "redis",
  "secretmanager",
  "serviceconsumermanagement",
  "sqladmin",
  "storage",
  "sts",
] as const;

/** Those of places with a web load balancer of Google's. */
const webApis = ["certificatemanager"] as const;

/** An API by the first part of its name: `dns` for dns.googleapis.com. */
export type Api = (typeof apis)[number];

/** The project's APIs. They stay on when this stack goes, since other things in the project may use them. */
export class GcpServices extends Construct {
  private readonly enabled: ReadonlyMap<string, ProjectService>;

  constructor(scope: Construct, id: string, { place, webIngress }: AccountProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    this.enabled = new Map(
      [...apis, ...(webIngress ? webApis : [])].map((api) => [
        api,
        new ProjectService(this, idFrom(api), {
          project,
          service: `${api}.googleapis.com`,
          disableOnDestroy: false,
          disableDependentServices: false,
        }),
      ]),
    );
  }

  /** To depend on: nothing in a resource tells Terraform which API it needs. */
  of(...names: Api[]): ProjectService[] {
    return names.map((name) => this.enabled.get(name) as ProjectService);
  }
}
