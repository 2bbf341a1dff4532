// What the lists of a sensor's dated things share: the table with its way to change a row, whose time it is, and what is there where there is no list.
import type { ReactNode } from "react";
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import { zoneWords } from "@/time/zone";
import { Face } from "@/ui/face";
import table from "@/ui/table.module.css";
import classes from "./installations.module.css";

export function DatedTable({
  testId,
  zone,
  head,
  changing,
  children,
}: {
  testId: string;
  zone: string;
  /** The cells of the head but the one above the ways to change a row. */
  head: ReactNode;
  /** Rows end with a cell of ways to change them. */
  changing: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <table className={`${table.table} ${classes.table}`} data-testid={testId}>
        <thead>
          <tr>
            {head}
            {changing && (
              <th scope="col">
                <span className="visually-hidden">Change</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      <p className={classes.zone}>{zoneWords(serverNow(), zone)}</p>
    </>
  );
}

export function DatedFailed({ title, error }: { title: string; error: unknown }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Face icon="alert" title={title} note={problem?.requestId && `Request ${problem.requestId}`}>
      {problemWords(error)} The page retries automatically.
    </Face>
  );
}
