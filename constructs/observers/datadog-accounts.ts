import { IntegrationAwsAccount } from "@cdktf/provider-datadog/lib/integration-aws-account";
import { IntegrationGcpSts } from "@cdktf/provider-datadog/lib/integration-gcp-sts";
import { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import { AwsObserverRole, awsNamespaces, awsObserverRoleName } from "./aws-observer-role.ts";
import { GcpObserverAccount } from "./gcp-observer-account.ts";
import { cloudsOf, type Observed } from "./observed.ts";

/** Datadog's own AWS account: https://docs.datadoghq.com/integrations/guide/aws-manual-setup/ */
const DATADOG_ACCOUNT = "464622532012";

const name = "datadog";

/**
 * What Datadog reads of the environment's accounts: measurements, by a role or service account that only it may act as. There is
 * nothing for Azure, whose integration takes a client secret and nothing else; Azure Monitor watches what it runs.
 */
export class DatadogAccounts extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly observed: Observed,
  ) {
    super(scope, id);
    for (const { cloud, places } of cloudsOf(observed)) {
      if (cloud === "aws") this.aws(places);
      if (cloud === "gcp") this.gcp(places[0]);
    }
  }

  private aws(places: readonly [Place, ...Place[]]): void {
    const [place] = places;
    const integration = new IntegrationAwsAccount(this, "Aws", {
      awsAccountId: accountOf(place, "aws").accountId,
      awsPartition: "aws",
      accountTags: this.tags(),
      // Datadog makes up the external id, which the role then asks for.
      authConfig: { awsAuthConfigRole: { roleName: awsObserverRoleName({ place, name }) } },
      awsRegions: { includeOnly: places.map(({ region }) => region) },
      metricsConfig: {
        enabled: true,
        automuteEnabled: true,
        collectCloudwatchAlarms: false,
        collectCustomMetrics: false,
        namespaceFilters: { includeOnly: awsNamespaces },
      },
      // Logs and traces come through the place's own gateway, and configuration is looked at by the cloud's own services.
      resourcesConfig: { extendedCollection: false, cloudSecurityPostureManagementCollection: false },
      logsConfig: { lambdaForwarder: {} },
      tracesConfig: { xrayServices: {} },
    });
    new AwsObserverRole(this, "AwsRole", {
      ...{ place, name, principal: DATADOG_ACCOUNT },
      externalId: integration.authConfig.awsAuthConfigRole.externalId,
    });
  }

  private gcp(place: Place): void {
    const account = new GcpObserverAccount(this, "GcpAccount", { place, name });
    const integration = new IntegrationGcpSts(this, "Gcp", {
      clientEmail: account.email,
      accountTags: this.tags(),
      automute: true,
      resourceCollectionEnabled: false,
      isCspmEnabled: false,
    });
    account.actedAsBy(integration.delegateAccountEmail);
  }

  private tags(): string[] {
    return [`env:${this.observed.environment}`];
  }
}
