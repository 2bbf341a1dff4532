"use client";
// Everyone who may see the site, with their role and the grants that it comes from.
import { ROLE_NAMES } from "@/domain/roles";
import type { SiteAccess } from "@/domain/types";
import { problemWords } from "@/data/problem-words";
import { Avatar } from "@/ui/avatar";
import { Cell } from "@/ui/cell";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { personAbout, recipientName, viaWords } from "./access-words";
import classes from "./access.module.css";

export function WhoMaySee({ access, error }: { access: SiteAccess | undefined; error: unknown }) {
  return (
    <section aria-labelledby="who-may-see">
      <h2 id="who-may-see">Who may see this site, and why</h2>
      {!access && error != null && (
        <Note tone="bad" title="This list could not be loaded">
          {problemWords(error)} The page retries automatically.
        </Note>
      )}
      {!access && error == null && <SkeletonRows rows={3} />}
      {access && !access.complete && (
        <Note title="This list is not complete">
          {access.incomplete} Who is missing here has their access all the same.
        </Note>
      )}
      {access?.items.length === 0 && <p className={classes.muted}>Nobody except administrators.</p>}
      {access && access.items.length > 0 && (
        <table
          className={`${table.table} ${table.list} ${classes.people}`}
          data-testid="who-may-see"
        >
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">May act as</th>
              <th scope="col">Because</th>
            </tr>
          </thead>
          <tbody>
            {access.items.map((person) => (
              <tr key={person.subject} data-person={person.username ?? person.subject}>
                <th scope="row">
                  <span className={classes.who}>
                    <Avatar name={recipientName({ ...person, group: null })} />
                    <span>
                      <span className={table.name}>
                        {recipientName({ ...person, group: null })}
                      </span>
                      <span className={table.under}>{personAbout(person)}</span>
                    </span>
                  </span>
                </th>
                <Cell label="May act as">{ROLE_NAMES[person.role]}</Cell>
                <Cell label="Because" className={table.muted}>
                  {viaWords(person.via)}
                </Cell>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
