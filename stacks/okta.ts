import type { Construct } from "constructs";
import type { Estate } from "../config/estate.ts";
import { makePlace } from "../constructs/place.ts";
import { connectOkta, OktaDirectory, type OktaDirectoryProps } from "../constructs/sso/okta.ts";
import { centralPlace } from "./central.ts";
import { placesOf } from "./place-facts.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** What Okta knows of the platform, as the configuration describes it. */
export type OktaInput = OktaDirectoryProps;

/** Groups, the programs people sign in to, and how strictly, where Okta is the identity provider. */
export class OktaStack extends PlatformStack<OktaInput> {
  constructor(scope: Construct, spec: StackSpec<OktaInput>) {
    super(scope, spec);
    connectOkta(this, this.input.okta);
    new OktaDirectory(this, "Okta", this.input);
  }
}

/** What the stack is built from. @returns undefined where somebody else signs people in, or there is nothing to sign in to */
export function oktaInput(estate: Estate): OktaInput | undefined {
  const { identity, organization } = estate;
  const central = centralPlace(estate);
  if (identity.provider !== "okta" || identity.okta === undefined || central === undefined) return undefined;
  const places = Object.values(estate.environments).flatMap((environment) => placesOf(estate, environment).map(({ id }) => ({ id })));
  return {
    domain: organization.domain,
    central: { id: makePlace(central.place).id },
    places,
    accessTeam: identity.accessTeam,
    groups: identity.groups,
    okta: identity.okta,
  };
}
