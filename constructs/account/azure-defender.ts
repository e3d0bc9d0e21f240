import { SecurityCenterContact } from "@cdktf/provider-azurerm/lib/security-center-contact";
import { SecurityCenterSubscriptionPricing } from "@cdktf/provider-azurerm/lib/security-center-subscription-pricing";
import { Construct } from "constructs";
import type { AccountProps } from "./contract.ts";

/** Plans of Microsoft Defender for what the platform runs, with the variant where a plan has several. */
const plans: Record<string, string | undefined> = {
  Arm: "PerSubscription",
  Containers: undefined,
  KeyVaults: "PerKeyVault",
  OpenSourceRelationalDatabases: undefined,
  SqlServers: undefined,
  StorageAccounts: "DefenderForStorageV2",
};

/**
 * Microsoft Defender watches the control plane, clusters, vaults, databases and storage, and writes to the security contact.
 * It is paid for where deletions are protected; elsewhere the free tier gives advice only.
 */
export class AzureDefender extends Construct {
  constructor(scope: Construct, id: string, { securityContact, deletionProtection }: AccountProps) {
    super(scope, id);
    for (const [resourceType, subplan] of Object.entries(plans)) {
      const tier = deletionProtection ? { tier: "Standard", ...(subplan && { subplan }) } : { tier: "Free" };
      new SecurityCenterSubscriptionPricing(this, resourceType, { ...tier, resourceType });
    }
    new SecurityCenterContact(this, "Contact", {
      // The only name Azure accepts.
      name: "default",
      email: securityContact,
      alertNotifications: true,
      alertsToAdmins: true,
    });
  }
}
