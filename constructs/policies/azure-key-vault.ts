import { argumentOf, equals, fits, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const vault = (subject: Subject): Finding[] => [
  ...equals(subject, "purge_protection_enabled", true),
  // Its name before version 4 of the provider; either is enough.
  ...(argumentOf(subject, "enable_rbac_authorization") === true ? [] : equals(subject, "rbac_authorization_enabled", true)),
  ...equals(subject, "network_acls.default_action", "Deny"),
  ...equals(subject, "public_network_access_enabled", false),
];

const isHsm = (type: Json | undefined): boolean => /-HSM$/.test(String(type));

const key = (subject: Subject): Finding[] => [
  ...fits(subject, "key_type", isHsm, "RSA-HSM or EC-HSM"),
  ...isSet(subject, "rotation_policy.automatic", "when there is a new version"),
  ...(argumentOf(subject, "rotation_policy.expire_after") === undefined
    ? isSet(subject, "expiration_date", "when a version ends, here or in rotation_policy.expire_after")
    : []),
];

interface TemplateKey {
  readonly type?: string;
  readonly name?: string;
  readonly properties?: { readonly kty?: string; readonly rotationPolicy?: RotationPolicy };
}

interface RotationPolicy {
  readonly attributes?: { readonly expiryTime?: string };
  readonly lifetimeActions?: readonly { readonly action?: { readonly type?: string } }[];
}

/** Keys that a template makes: the way to a first key in a vault that no network reaches yet. */
function templateKeys(deployment: Subject): Finding[] {
  const content = argumentOf(deployment, "template_content");
  if (typeof content !== "string" || !content.startsWith("{")) return [];
  const { resources = [] } = JSON.parse(content) as { resources?: TemplateKey[] };
  return resources.filter(({ type }) => type === "Microsoft.KeyVault/vaults/keys").flatMap(templateKey);
}

function templateKey({ name, properties: { kty, rotationPolicy } = {} }: TemplateKey): Finding[] {
  const rotates = rotationPolicy?.lifetimeActions?.some(({ action }) => /^rotate$/i.test(action?.type ?? "")) ?? false;
  const finding = (what: string, got: Json | undefined, wanted: string) => ({ argument: `template_content ${name} ${what}`, got, wanted });
  return [
    ...(isHsm(kty) ? [] : [finding("kty", kty, "RSA-HSM or EC-HSM")]),
    ...(rotates ? [] : [finding("rotationPolicy.lifetimeActions", undefined, "when there is a new version")]),
    ...(rotationPolicy?.attributes?.expiryTime ? [] : [finding("rotationPolicy.attributes.expiryTime", undefined, "when a version ends")]),
  ];
}

const judges: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  azurerm_key_vault: vault,
  azurerm_key_vault_key: key,
  azurerm_resource_group_template_deployment: templateKeys,
};

/** What key vaults and their keys are. */
export const keyVault: Policy = {
  id: "AZ-09",
  title: "A key vault cannot be purged, knows its users by RBAC and has no public address; its keys are an HSM's, rotate and end",
  severity: "high",
  remedy: "set what is missing; the sku premium has HSM keys",
  reference: "CKV_AZURE_40, CKV_AZURE_42, CKV_AZURE_109, CKV_AZURE_110, CKV_AZURE_112, CKV_AZURE_189",
  appliesTo: Object.keys(judges),
  judge: (subject) => judges[subject.type]?.(subject) ?? [],
};
