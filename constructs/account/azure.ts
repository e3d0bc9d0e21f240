import { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { ResourceProviderRegistration } from "@cdktf/provider-azurerm/lib/resource-provider-registration";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { AzureAuditTrail } from "./azure-audit-trail.ts";
import { AzureBudget } from "./azure-budget.ts";
import { AzureDefender } from "./azure-defender.ts";
import { AzureTrust } from "./azure-trust.ts";
import type { Account, AccountProps } from "./contract.ts";

/** Action groups are shown in text messages under at most 12 characters. */
const ALERT_SHORT_NAME = "platform";

/** https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller-helm#prerequisites */
const webBalancerServices = ["NetworkFunction", "ServiceNetworking"];

/**
 * What a subscription needs before anything is placed in it: identities that HCP Terraform and GitHub act as, an audit trail
 * nobody can alter, Defender, a budget: all of them the subscription's, in every region it uses.
 *
 * The first apply is a person's with the Owner role (`az login`, plan and apply from one machine): it registers the resource
 * providers, defines a role and hands out roles, which the apply identity may not. Later runs are the identities' own. The
 * `account` and `network` stacks talk to Resource Manager only and run anywhere; `cluster` and `data` make keys in vaults
 * without public access and run on agents in a network connected to the place. Azure takes minutes to honour a new role:
 * a run refused with 403 is repeated.
 *
 * About 15 USD a month, and where deletions are protected Defender: per vCore of clusters 7 USD, per SQL server 15 USD, per
 * storage account 10 USD.
 */
export class AzureAccount extends Construct implements Account {
  readonly cloud = "azure";
  readonly planIdentity: string;
  readonly applyIdentity: string;
  readonly planPrincipal: string;
  readonly applyPrincipal: string;
  readonly pipelineIdentity: string;
  readonly federation: string;
  readonly logStore: string;
  readonly alertTarget: string;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    const { place } = props;
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "account"), location: place.region });
    const trust = new AzureTrust(this, "Trust", { ...props, group });
    const alerts = this.alerts(props, group);
    const audit = new AzureAuditTrail(this, "Audit", { ...props, group });
    new AzureDefender(this, "Defender", props);
    new AzureBudget(this, "Budget", props);
    this.hostEncryption();
    if (props.webIngress) this.webIngress();

    this.planIdentity = trust.plan.clientId;
    this.applyIdentity = trust.apply.clientId;
    this.planPrincipal = trust.plan.principalId;
    this.applyPrincipal = trust.apply.principalId;
    this.pipelineIdentity = trust.pipeline.clientId;
    this.federation = accountOf(place, "azure").tenantId;
    this.logStore = audit.workspaceId;
    this.alertTarget = alerts.id;
  }

  private alerts({ place, securityContact }: AccountProps, group: ResourceGroup): MonitorActionGroup {
    return new MonitorActionGroup(this, "Alerts", {
      name: nameOf("azure:Resource", place.name, "alerts"),
      shortName: ALERT_SHORT_NAME,
      resourceGroupName: group.name,
      emailReceiver: [{ name: "security-contact", emailAddress: securityContact, useCommonAlertSchema: true }],
    });
  }

  /**
   * Node caches and ephemeral disks are encrypted on the host, which a subscription must opt in to. Where Compute is registered
   * already, import it first: `terraform import <address> /subscriptions/<id>/providers/Microsoft.Compute`.
   */
  private hostEncryption(): void {
    new ResourceProviderRegistration(this, "Compute", {
      name: "Microsoft.Compute",
      feature: [{ name: "EncryptionAtHost", registered: true }],
    });
  }

  /**
   * Here and not with the provider, which would register them when the places' networks are planned, by an identity that only reads.
   * What is registered already is imported first, like Compute.
   */
  private webIngress(): void {
    for (const service of webBalancerServices) new ResourceProviderRegistration(this, service, { name: `Microsoft.${service}` });
  }
}
