// What the user may do at which site. The server enforces it; the pages only hide what it would refuse.
import type { Me } from "./types";

export type Role = Me["sites"][number]["role"];

/** Roles from the least to the most. */
export const ROLES: readonly Role[] = ["viewer", "operator", "manager"];

export const ROLE_NAMES: Record<Role, string> = {
  viewer: "Viewer",
  operator: "Operator",
  manager: "Manager",
};

const RANK: Record<Role, number> = { viewer: 0, operator: 1, manager: 2 };

/** Whether the user has at least this role at the site; without a site, whether they are an administrator. */
export function may(me: Me | undefined, role: Role, site: string | null): boolean {
  if (!me) return false;
  if (me.admin) return true;
  return me.sites.some((grant) => grant.slug === site && RANK[grant.role] >= RANK[role]);
}

/** Whether the user has at least this role at any site. */
export const mayAnywhere = (me: Me | undefined, role: Role): boolean =>
  me !== undefined && (me.admin || me.sites.some((grant) => RANK[grant.role] >= RANK[role]));
