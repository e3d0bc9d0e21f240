import { CloudAwsIntegrations } from "@cdktf/provider-newrelic/lib/cloud-aws-integrations";
import { CloudAwsLinkAccount } from "@cdktf/provider-newrelic/lib/cloud-aws-link-account";
import { CloudGcpIntegrations } from "@cdktf/provider-newrelic/lib/cloud-gcp-integrations";
import { CloudGcpLinkAccount } from "@cdktf/provider-newrelic/lib/cloud-gcp-link-account";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import { AwsObserverRole } from "./aws-observer-role.ts";
import { grantOnProject } from "./gcp-observer-account.ts";
import type { NewRelicObserved } from "./newrelic-observed.ts";
import { linkName } from "./newrelic-questions.ts";
import { cloudsOf } from "./observed.ts";

/** New Relic's own AWS account: https://docs.newrelic.com/docs/infrastructure/amazon-integrations/connect/set-up-aws-api-polling/ */
const NEW_RELIC_ACCOUNT = "754728514883";

/** What New Relic asks for is `roles/viewer`, which shows data too; these are what reading Cloud SQL's measurements takes. */
const readerRoles = ["roles/browser", "roles/cloudsql.viewer", "roles/monitoring.viewer", "roles/serviceusage.serviceUsageConsumer"];

/** Measurements of managed services are read every five minutes; more often costs calls of CloudWatch, which AWS charges for. */
const polled = { metricsPollingInterval: 300 };

/**
 * What New Relic reads of the environment's accounts. It polls, since the alternative, a stream of CloudWatch's, delivers with a
 * license key that would be in the state. There is nothing for Azure, whose link takes a client secret and nothing else; Azure
 * Monitor watches what it runs.
 */
export class NewRelicAccounts extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly observed: NewRelicObserved,
  ) {
    super(scope, id);
    for (const { cloud, places } of cloudsOf(observed)) {
      if (cloud === "aws") this.aws(places);
      if (cloud === "gcp" && observed.gcpReader !== undefined) this.gcp(places[0], observed.gcpReader);
    }
  }

  private aws(places: readonly [Place, ...Place[]]): void {
    const [place] = places;
    const { accountId } = this.observed;
    // It gives its customer's number as the external id.
    const role = new AwsObserverRole(this, "AwsRole", {
      ...{ place, name: "newrelic", principal: NEW_RELIC_ACCOUNT },
      externalId: String(accountId),
    });
    const link = new CloudAwsLinkAccount(this, "Aws", {
      ...{ accountId, name: linkName(place), arn: role.arn, metricCollectionMode: "PULL" },
      dependsOn: [role.permissions],
    });
    const regional = { ...polled, awsRegions: places.map(({ region }) => region), fetchTags: true };
    new CloudAwsIntegrations(this, "AwsServices", {
      ...{ accountId, linkedAccountId: Token.asNumber(link.id) },
      rds: regional,
      elasticache: regional,
    });
  }

  private gcp(place: Place, reader: string): void {
    const { accountId } = this.observed;
    const { projectId } = accountOf(place, "gcp");
    const link = new CloudGcpLinkAccount(this, "Gcp", {
      ...{ accountId, name: linkName(place), projectId },
      dependsOn: grantOnProject(this, projectId, `serviceAccount:${reader}`, readerRoles),
    });
    new CloudGcpIntegrations(this, "GcpServices", { accountId, linkedAccountId: Token.asNumber(link.id), sql: polled });
  }
}
