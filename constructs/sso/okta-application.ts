import { AppGroupAssignments } from "@cdktf/provider-okta/lib/app-group-assignments";
import { AppOauth } from "@cdktf/provider-okta/lib/app-oauth";
import { Construct } from "constructs";
import type { SignInApplication } from "./applications.ts";
import type { OktaGroups } from "./okta-groups.ts";

export interface OktaApplicationProps {
  readonly application: SignInApplication;
  readonly groups: OktaGroups;
  /** Id of the policy by which people sign in to it. */
  readonly policy: string;
}

/** By the kind of program: whether it proves who it is. */
const kinds = {
  web: { type: "web", tokenEndpointAuthMethod: "client_secret_basic" },
  native: { type: "native", tokenEndpointAuthMethod: "none" },
} as const;

/**
 * A program people sign in to, as Okta knows it. Okta makes the client secret of a `web` program, and Terraform never reads it: somebody
 * copies it once from Okta's console into the central place's store of secrets, as the application's `secret`.
 */
export class OktaApplication extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, { application, groups, policy }: OktaApplicationProps) {
    super(scope, id);
    const app = new AppOauth(this, "Resource", {
      label: application.name,
      clientId: application.clientId,
      ...kinds[application.kind],
      omitSecret: true,
      pkceRequired: true,
      grantTypes: ["authorization_code"],
      responseTypes: ["code"],
      redirectUris: [...application.redirectUris],
      wildcardRedirect: "DISABLED",
      consentMethod: "TRUSTED",
      // Whoever has no group of the application's does not get in, whatever the organization's default is.
      implicitAssignment: false,
      hideIos: true,
      hideWeb: true,
      authenticationPolicy: policy,
      // Of all the groups a person is in, the platform's only.
      groupsClaim: { name: "groups", type: "FILTER", filterType: "REGEX", value: groups.pattern },
    });
    new AppGroupAssignments(this, "Groups", { appId: app.id, group: groups.of(application.groups).map((group) => ({ id: group })) });
    this.clientId = app.clientId;
  }
}
