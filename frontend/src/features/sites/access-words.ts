// Grants and the people whom they let see a site, as text.
import { ROLE_NAMES, ROLES, type Role } from "@/domain/roles";
import type { Candidates, Grant, Me, SiteAccess, SitePerson } from "@/domain/types";
import { age, brief } from "@/time/moment";
import { matcher } from "@/domain/matches";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** "pharmacists": the last part of a group's path, which names it. */
const groupName = (path: string): string => path.split("/").at(-1) || path;

/** What a grant's recipient is called. */
export function recipientName(
  grant: Pick<Grant, "group" | "name" | "username" | "subject">,
): string {
  if (grant.group !== null) return groupName(grant.group);
  return grant.name ?? grant.username ?? grant.subject ?? "";
}

/** "14 people", "1 person", or that they could not be counted. */
export function membersWords(members: number | null | undefined): string {
  if (members == null) return "Group";
  return `Group, ${members === 1 ? "1 person" : `${members.toLocaleString()} people`}`;
}

/** What tells recipients of one name apart: an address, a user name, a group's path and size. */
export function recipientAbout(grant: Grant, access: SiteAccess | undefined): string {
  if (grant.group !== null) {
    const group = access?.groups.find(({ path }) => path === grant.group);
    const size = membersWords(group?.members);
    return grant.group === `/${groupName(grant.group)}` ? size : `${size}, ${grant.group}`;
  }
  return personAbout(grant);
}

type Known = Pick<SitePerson, "name" | "username" | "email">;

/** The address or user name under a person's name; of somebody unknown, that they were never here. */
export function personAbout({ name, username, email }: Known): string {
  if (username === null) return email ?? "has not signed in yet";
  return email ?? (name === null ? "" : username);
}

/** "now", "8 s ago", "14:02", "18 Nov"; "never" for somebody who has not signed in. */
export function seenWords(seen: number | null, now: number, zone: string, self: boolean): string {
  if (self) return "now";
  if (seen === null) return "never";
  if (now - seen < MINUTE) return "now";
  return now - seen < HOUR ? age(seen, now, zone) : brief(seen, now, zone);
}

/** "by Mira Kofler": by name where the person is known here. */
export const granterWords = (
  grant: Pick<Grant, "granted_by">,
  names: ReadonlyMap<string, string>,
): string => `by ${names.get(grant.granted_by) ?? grant.granted_by}`;

/** What people are called by user name, as the lists of a site's access know them. */
export function namesOf(
  grants: readonly Grant[],
  access: SiteAccess | undefined,
  me: Me | undefined,
): ReadonlyMap<string, string> {
  const people = [...grants, ...(access?.items ?? []), ...(me ? [me] : [])];
  return new Map(
    people.flatMap(({ username, name }) => (username && name ? [[username, name] as const] : [])),
  );
}

export type Show = "all" | "people" | "groups";

/** The grants that a chip and a search text leave, the most powerful role first, then by name. */
export function shownGrants(grants: readonly Grant[], show: Show, text: string): Grant[] {
  const matches = matcher(text);
  return grants
    .filter((grant) => show === "all" || (show === "groups") === (grant.group !== null))
    .filter((grant) => matches(grant.name, grant.username, grant.email, grant.group))
    .sort(
      (a, b) =>
        ROLES.indexOf(b.role) - ROLES.indexOf(a.role) ||
        recipientName(a).localeCompare(recipientName(b)),
    );
}

/** Whether a grant is the user's own manager role, which they can neither lower nor remove. */
export const isOwnManager = (grant: Grant, me: Me | undefined): boolean =>
  me !== undefined && !me.admin && grant.role === "manager" && grant.subject === me.subject;

type Via = SitePerson["via"][number];

/** "Operator through the group pharmacists and Viewer directly": why a person may see a site. */
export function viaWords(via: readonly Via[]): string {
  return [...via]
    .sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role))
    .map((grant) =>
      grant.group != null
        ? `${ROLE_NAMES[grant.role]} through the group ${groupName(grant.group)}`
        : `${ROLE_NAMES[grant.role]} directly`,
    )
    .join(" and ");
}

/** The role that a person keeps through other grants once one is removed; null if none. */
function roleWithout(person: SitePerson | undefined, grant: number): Role | null {
  const left = (person?.via ?? []).filter((via) => via.grant !== grant).map(({ role }) => role);
  return ROLES.toReversed().find((role) => left.includes(role)) ?? null;
}

/** What removing a grant changes for whom it is. */
export function removalWords(grant: Grant, site: string, access: SiteAccess | undefined): string {
  if (grant.group !== null)
    return `Members of ${groupName(grant.group)} who have no other role here lose ${site} within seconds: its pages, graphs and exports.`;
  const name = recipientName(grant);
  const person = access?.items.find(({ subject }) => subject === grant.subject);
  const kept = roleWithout(person, grant.id);
  const via = person?.via.filter((via) => via.grant !== grant.id) ?? [];
  return kept === null
    ? `${name} loses ${site} within seconds: its pages, graphs and exports. Nothing that they did here is undone.`
    : `${name} still sees ${site}: ${viaWords(via)}.`;
}

/** A person or group that may be given a role. */
export interface Candidate {
  key: string;
  name: string;
  about: string;
  to: { subject: string } | { group: string } | { username: string };
  /** The role that they have here already, by a grant of their own. */
  has: Role | null;
}

/** What the directory found, people before groups, each with the role it has already. */
export function candidatesOf(matches: Candidates, grants: readonly Grant[]): Candidate[] {
  const has = (test: (grant: Grant) => boolean) => grants.find(test)?.role ?? null;
  return [
    ...matches.users.map((user): Candidate => ({
      key: user.subject,
      name: user.name ?? user.username,
      about: [user.username, user.email].filter(Boolean).join(" · "),
      to: { subject: user.subject },
      has: has((grant) => grant.subject === user.subject),
    })),
    ...matches.groups.map((group): Candidate => ({
      key: group.path,
      name: group.name,
      about: `Group · ${group.path}`,
      to: { group: group.path },
      has: has((grant) => grant.group === group.path),
    })),
  ];
}
