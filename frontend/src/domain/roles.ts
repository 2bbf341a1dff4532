// What the person signed in may do at which site; the server decides, this only hides what it would refuse.
import type { Me } from "./types";

export type Role = Me["sites"][number]["role"];

const RANK: Record<Role, number> = { viewer: 0, operator: 1, manager: 2 };

/** Whether someone holds at least this role at a site; what belongs to no site is for administrators. */
export function may(me: Me | undefined, role: Role, site: string | null): boolean {
  if (!me) return false;
  if (me.admin) return true;
  return me.sites.some((grant) => grant.slug === site && RANK[grant.role] >= RANK[role]);
}

/** Whether someone holds at least this role at any site. */
export const mayAnywhere = (me: Me | undefined, role: Role): boolean =>
  me !== undefined && (me.admin || me.sites.some((grant) => RANK[grant.role] >= RANK[role]));
