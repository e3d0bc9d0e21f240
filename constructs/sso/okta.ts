import { OktaProvider } from "@cdktf/provider-okta/lib/provider";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { type PeopleGroup, type SignInFacts, signInApplications } from "./applications.ts";
import { OktaApplication } from "./okta-application.ts";
import { OktaGroups } from "./okta-groups.ts";
import { OktaPolicies } from "./okta-policies.ts";
import { OktaServer } from "./okta-server.ts";

/** The organization in Okta, and the service app that Terraform acts as. */
export interface OktaConnection {
  /** `acme.okta.com`. */
  readonly host: string;
  readonly clientId: string;
  /** Id of the key the app knows the public half of. */
  readonly keyId: string;
}

/** What Terraform does there, and nothing beside: https://developer.okta.com/docs/api/oauth2/ */
const scopes = ["okta.apps.manage", "okta.authorizationServers.manage", "okta.groups.manage", "okta.policies.manage"];

/** Configures the stack's one provider of Okta. Its private key is the run's `OKTA_API_PRIVATE_KEY`, a sensitive variable. */
export function connectOkta(scope: Construct, { host, clientId, keyId }: OktaConnection): void {
  const [organization = "", ...rest] = host.split(".");
  new OktaProvider(scope, "okta", { orgName: organization, baseUrl: rest.join("."), clientId, privateKeyId: keyId, scopes });
}

export interface OktaDirectoryProps extends SignInFacts {
  /** Names of the groups. */
  readonly groups: Readonly<Record<PeopleGroup, string>>;
  readonly okta: OktaConnection;
}

/** What Okta knows of the platform: its groups, the same programs Keycloak would know, and how strictly people sign in to them. */
export class OktaDirectory extends Construct {
  /** Who signs access tokens for the platform's own APIs. */
  readonly issuer: string;

  constructor(scope: Construct, id: string, props: OktaDirectoryProps) {
    super(scope, id);
    const groups = new OktaGroups(this, "Groups", props.groups);
    const { application: policy } = new OktaPolicies(this, "Policies", groups.all);
    const applications = signInApplications(props).map(
      (application) => new OktaApplication(this, constructId(application.clientId), { application, groups, policy }),
    );
    const clients = applications.map(({ clientId }) => clientId);
    this.issuer = new OktaServer(this, "Server", { domain: props.domain, groups, clients }).issuer;
  }
}
