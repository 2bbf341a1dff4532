"use client";
// One grant; choosing another role saves it at once. A concurrent change is shown below, not overwritten.
import { useState } from "react";
import { useChangeGrant } from "@/data/api/grants";
import { hasStatus, problemWords } from "@/data/problem-words";
import { ROLES, ROLE_NAMES, type Role } from "@/domain/roles";
import type { Grant, Me, SiteAccess, SiteDetail } from "@/domain/types";
import { useNow } from "@/time/now";
import { Written } from "@/parts/moment";
import { date } from "@/time/moment";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import table from "@/ui/table.module.css";
import {
  granterWords,
  isOwnManager,
  recipientAbout,
  recipientName,
  seenWords,
} from "./access-words";
import classes from "./access.module.css";

const COLUMNS = 6;

export function GrantRow({
  site,
  grant,
  access,
  names,
  me,
  zone,
  selected,
  onRemove,
}: {
  site: SiteDetail;
  grant: Grant;
  access: SiteAccess | undefined;
  names: ReadonlyMap<string, string>;
  me: Me | undefined;
  zone: string;
  selected: boolean;
  onRemove: () => void;
}) {
  const change = useChangeGrant(site.slug);
  const now = useNow();
  const [wanted, setWanted] = useState<Role | null>(null);
  const name = recipientName(grant);
  const own = isOwnManager(grant, me);
  const self = grant.subject !== null && grant.subject === me?.subject;
  const raced = hasStatus(change.error, 412);
  const settle = () => {
    setWanted(null);
    change.reset();
  };
  const send = (role: Role) => {
    setWanted(role);
    change.mutate({ grant, role, etag: grant.etag }, { onSuccess: settle });
  };
  return (
    <>
      <tr
        data-grant={grant.group ?? grant.username ?? grant.subject}
        aria-selected={selected || undefined}
      >
        <th scope="row">
          <span className={classes.who}>
            <Avatar name={name} group={grant.group !== null} />
            <span>
              <span className={table.name}>{name}</span>
              <span className={table.under}>{recipientAbout(grant, access)}</span>
            </span>
          </span>
        </th>
        <Cell label="Role at this site">
          <select
            className={classes.role}
            aria-label={`Role of ${name}`}
            aria-describedby={own ? "own-role" : undefined}
            value={wanted ?? grant.role}
            disabled={own || change.isPending}
            onChange={(event) => send(event.target.value as Role)}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {ROLE_NAMES[role]}
              </option>
            ))}
          </select>
          {own && (
            <span id="own-role" className={table.under}>
              Yours: another manager can change it.
            </span>
          )}
        </Cell>
        <Cell label="How" className={`${table.wide} ${table.muted}`}>
          {grant.group === null ? "direct" : "Keycloak group"}
        </Cell>
        <Cell label="Granted" className={`${table.mid} ${table.muted}`}>
          <Written at={grant.granted_at} zone={zone}>
            {date(grant.granted_at, zone, true)}
          </Written>{" "}
          {granterWords(grant, names)}
        </Cell>
        <Cell label="Last seen" className={`${table.number} ${table.mid} ${table.muted}`}>
          {grant.group !== null ? (
            "–"
          ) : grant.last_seen === null ? (
            seenWords(null, now, zone, self)
          ) : (
            <Written at={grant.last_seen} zone={zone}>
              {seenWords(grant.last_seen, now, zone, self)}
            </Written>
          )}
        </Cell>
        <td className={classes.remove}>
          {!own && (
            <Button
              kind="bare"
              size="sm"
              aria-label={`Take access away from ${name}`}
              onClick={onRemove}
            >
              Take access away
            </Button>
          )}
        </td>
      </tr>
      {change.isError && (
        <tr>
          <td colSpan={COLUMNS}>
            {raced && wanted !== null && grant.role !== wanted ? (
              <Raced
                what="This grant"
                busy={change.isPending}
                onKeep={settle}
                onSet={() => send(wanted)}
              >
                <p>
                  {problemWords(change.error)} You were setting {ROLE_NAMES[wanted]}.
                </p>
              </Raced>
            ) : raced ? (
              <Note
                title={`${name} is ${ROLE_NAMES[grant.role]} now`}
                actions={
                  <div>
                    <Button size="sm" onClick={settle}>
                      Close
                    </Button>
                  </div>
                }
              >
                {problemWords(change.error)}
              </Note>
            ) : (
              <Note
                tone="bad"
                title="The role was not changed"
                actions={
                  <div>
                    <Button size="sm" onClick={settle}>
                      Close
                    </Button>
                  </div>
                }
              >
                {problemWords(change.error)}
              </Note>
            )}
          </td>
        </tr>
      )}
    </>
  );
}
