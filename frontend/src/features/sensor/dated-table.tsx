// The table of a sensor's dated entries (limits, installations), and its placeholder after a failed request.
import type { ReactNode } from "react";
import { ApiProblem } from "@/data/api/http";
import { problemWords } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import { zoneWords } from "@/time/zone";
import { Placeholder } from "@/ui/placeholder";
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
  /** The header cells, except the one above the row actions. */
  head: ReactNode;
  /** Rows end with a cell of actions. */
  changing: boolean;
  children: ReactNode;
}) {
  return (
    <>
      <table className={`${table.table} ${table.list}`} data-testid={testId}>
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
    <Placeholder
      icon="alert"
      title={title}
      note={problem?.requestId && `Request ${problem.requestId}`}
    >
      {problemWords(error)} The page retries automatically.
    </Placeholder>
  );
}
