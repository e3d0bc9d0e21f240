import { atlantisApp, colocatedPlace, identityProvider, imageTags, observerAccounts } from "../../config/rules/central.ts";
import type { Refusal } from "./refusal.ts";

const okta = { host: "acme.okta.com", clientId: "0oa0000000000000000", keyId: "platform" };
const colocated = (environment: string, region = "us-east-1") => ({
  "estate:management": { hosting: "colocated", environment, region },
});
const alone = { ...colocated("prod"), "prod:mesh": "none" };

/** What is refused of the central place, and of what it runs. */
export const centralRefusals: readonly Refusal[] = [
  {
    rule: colocatedPlace,
    refuse: { ...alone, ...colocated("prod", "eu-west-1") },
    says: "management.environment: prod has no place on aws in eu-west-1 that the central services could share; name an environment and the region of one of its places on aws, or use hosting: dedicated",
    accept: alone,
  },
  {
    rule: colocatedPlace,
    refuse: { ...colocated("dev"), "staging:dataSync": false, "prod:dataSync": false },
    says: "management.environment: dev has no deletionProtection, and Vault would be deleted with it; set it there, or name another environment",
    accept: {
      ...colocated("dev"),
      "staging:dataSync": false,
      "prod:dataSync": false,
      "dev:deletionProtection": true,
      "dev:autoApply": false,
    },
  },
  {
    rule: colocatedPlace,
    refuse: colocated("prod"),
    says: "management.environment: prod has a mesh that spans places, whose certificates come from the very Vault that would start behind it; use hosting: dedicated, or mesh: none there",
    accept: alone,
  },
  {
    rule: identityProvider,
    refuse: { "estate:identity.provider": "okta" },
    says: "identity.provider: okta needs the organization it is; add identity.okta",
    accept: { "estate:identity": { provider: "okta", okta } },
  },
  {
    rule: identityProvider,
    refuse: { "estate:identity": { provider: "okta", okta: { ...okta, host: "acme" } } },
    says: 'identity.okta.host: "acme" is not a host name; write it like acme.okta.com',
    accept: { "estate:identity": { provider: "okta", okta } },
  },
  {
    rule: identityProvider,
    refuse: { "estate:management.settings.database": { enabled: false } },
    says: "identity.provider: keycloak keeps people in the database of the central place, which has none; enable it there, or use okta",
    accept: { "estate:management.settings.database": { enabled: false }, "estate:identity": { provider: "okta", okta } },
  },
  {
    rule: observerAccounts,
    refuse: { "prod:observers": ["newrelic"] },
    says: "environments.prod.observers: newrelic has no account to report to; add observability.newrelic, or take it away",
    accept: { "prod:observers": ["newrelic"], "estate:observability.newrelic.accountId": "1000000" },
  },
  {
    rule: observerAccounts,
    refuse: { "estate:observability.newrelic.accountId": "mine" },
    says: 'observability.newrelic.accountId: "mine" is not a number; copy it from New Relic, in quotes',
    accept: { "estate:observability.newrelic.accountId": "1000000" },
  },
  {
    rule: atlantisApp,
    refuse: { "estate:github.atlantis.appId": "atlantis" },
    says: 'github.atlantis.appId: "atlantis" is not a number; copy it from the GitHub App\'s settings, in quotes',
    accept: { "estate:github.atlantis": undefined },
  },
  {
    rule: atlantisApp,
    refuse: { "estate:github.atlantis.appId": "100000" },
    says: "github.atlantis.appId: 100000 is the App of the github stack, which administers the organization, and Atlantis needs much less; make another App for Atlantis",
    accept: { "estate:github.atlantis.appId": "100001" },
  },
  {
    rule: imageTags,
    refuse: { "estate:versions.images": { agents: "latest", atlantis: "a b" } },
    says: [
      'versions.images.agents: "latest" is not a tag that means one image; write it like 1.0.1',
      'versions.images.atlantis: "a b" is not a tag that means one image; write it like 1.0.1',
    ],
    accept: { "estate:versions.images": { agents: "1.0.1" } },
  },
];
