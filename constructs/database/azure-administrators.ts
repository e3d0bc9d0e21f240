import type { DatabaseProps } from "./contract.ts";

/** The group that administers a database whose logins are Entra's. */
export function administratorsOf({ place, administratorGroup }: DatabaseProps): { name: string; objectId: string } {
  if (administratorGroup === undefined) {
    throw new Error(
      `database ${place.id}: no administratorGroup; logins are Entra's, so a group must administer them; give its name and object id`,
    );
  }
  return administratorGroup;
}

/** Whether logins with a password are let in beside Entra's. */
export const hasPasswords = ({ cdc, passwordLogins }: Pick<DatabaseProps, "cdc" | "passwordLogins">): boolean => cdc || passwordLogins;
