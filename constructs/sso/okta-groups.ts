import { Group } from "@cdktf/provider-okta/lib/group";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import type { PeopleGroup } from "./applications.ts";

/** What each group is for, as administrators of Okta read it. */
const purposes: Record<PeopleGroup, string> = {
  administrators: "May do everything on the platform",
  operators: "Run the platform: approve and apply",
  developers: "Change the platform by pull request",
  auditors: "Look at everything on the platform",
};

/** The platform's groups in Okta. Who is in them, Okta's administrators or its directories say: Terraform never looks. */
export class OktaGroups extends Construct {
  /** Okta's ids, by what the group is to the platform. */
  readonly ids: Readonly<Record<PeopleGroup, string>>;
  /** Matches their names and no other. */
  readonly pattern: string;

  /** @param names of the groups, by what they are to the platform */
  constructor(scope: Construct, id: string, names: Readonly<Record<PeopleGroup, string>>) {
    super(scope, id);
    const group = (kind: PeopleGroup): string =>
      new Group(this, constructId(kind), { name: names[kind], description: purposes[kind], skipUsers: true }).id;
    this.ids = {
      administrators: group("administrators"),
      operators: group("operators"),
      developers: group("developers"),
      auditors: group("auditors"),
    };
    const literal = (name: string) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    this.pattern = `^(${Object.values(names).map(literal).join("|")})$`;
  }

  /** Ids of several, in their order. */
  of(kinds: readonly PeopleGroup[]): string[] {
    return kinds.map((kind) => this.ids[kind]);
  }

  /** Ids of all four. */
  get all(): string[] {
    return Object.values(this.ids);
  }
}
