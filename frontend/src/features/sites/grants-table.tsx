"use client";
// The grants of a site: whom, which role, who granted it when, and when they were last seen.
import { useMe } from "@/data/api/me";
import { useReading } from "@/data/preferences";
import type { Grant, SiteAccess, SiteDetail } from "@/domain/types";
import table from "@/ui/table.module.css";
import { namesOf } from "./access-words";
import { GrantRow } from "./grant-row";
import classes from "./access.module.css";

export function GrantsTable({
  site,
  grants,
  all,
  access,
  chosen,
  onRemove,
}: {
  site: SiteDetail;
  grants: Grant[];
  all: Grant[];
  access: SiteAccess | undefined;
  chosen: number | null;
  onRemove: (grant: Grant) => void;
}) {
  const me = useMe().data;
  const { zoneOf } = useReading();
  const names = namesOf(all, access, me);
  return (
    <table className={`${table.table} ${table.list} ${classes.grants}`} data-testid="grants">
      <thead>
        <tr>
          <th scope="col">Person or group</th>
          <th scope="col">Role at this site</th>
          <th scope="col" className={table.wide}>
            How
          </th>
          <th scope="col" className={table.mid}>
            Granted
          </th>
          <th scope="col" className={`${table.number} ${table.mid}`}>
            Last seen
          </th>
          <th scope="col">
            <span className="visually-hidden">Take away</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {grants.map((grant) => (
          <GrantRow
            key={grant.id}
            site={site}
            grant={grant}
            access={access}
            names={names}
            me={me}
            zone={zoneOf(site.time_zone)}
            selected={grant.id === chosen}
            onRemove={() => onRemove(grant)}
          />
        ))}
      </tbody>
    </table>
  );
}
