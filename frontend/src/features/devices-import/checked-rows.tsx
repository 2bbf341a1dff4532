"use client";
// The result of the check: every wrong row with its line, column and reason, and how many are right.
import type { ImportRow } from "@/domain/types";
import { count } from "@/domain/format";
import { Cell } from "@/ui/cell";
import { Note } from "@/ui/note";
import table from "@/ui/table.module.css";
import classes from "./import-page.module.css";

const SHOWN = 200;

export function CheckedRows({ rows }: { rows: ImportRow[] }) {
  const wrong = rows.filter(({ ok }) => !ok);
  const right = rows.length - wrong.length;
  if (rows.length === 0)
    return (
      <Note level={2} title="No device in this table">
        It has a header and no row.
      </Note>
    );
  return (
    <section aria-label="Result of the check" data-testid="checked">
      {wrong.length === 0 ? (
        <Note level={2} tone="good" title={`All ${count(rows.length)} rows are right`}>
          Nothing is registered yet.
        </Note>
      ) : (
        <Note
          level={2}
          tone="bad"
          title={`${count(wrong.length)} of ${count(rows.length)} rows ${wrong.length === 1 ? "is" : "are"} wrong`}
        >
          {count(right)} would be registered; nothing is until all rows are right.
        </Note>
      )}
      <table className={`${table.table} ${table.list} ${classes.rows}`}>
        <thead>
          <tr>
            <th scope="col" className={table.number}>
              Line
            </th>
            <th scope="col">Device</th>
            <th scope="col">Column</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {(wrong.length > 0 ? wrong : rows).slice(0, SHOWN).map((row) => (
            <Row key={row.line} row={row} />
          ))}
        </tbody>
      </table>
      {(wrong.length > 0 ? wrong : rows).length > SHOWN && (
        <p className={classes.foot}>The first {count(SHOWN)} are shown.</p>
      )}
    </section>
  );
}

function Row({ row }: { row: ImportRow }) {
  const [first, ...others] = row.errors;
  return (
    <>
      <tr data-line={row.line} data-ok={row.ok || undefined}>
        <Cell label="Line" className={table.number}>
          {row.line}
        </Cell>
        <th scope="row">
          <span className={`${table.name} mono`}>{row.name}</span>
        </th>
        {first ? (
          <Cell label="Column">
            <code>{first.column}</code>
          </Cell>
        ) : (
          <td />
        )}
        <Cell label={first ? "What is wrong" : "Result"}>
          {first ? first.message : <span className={table.muted}>right</span>}
        </Cell>
      </tr>
      {others.map((error) => (
        <tr key={`${error.column} ${error.message}`}>
          <td />
          <td />
          <Cell label="Column">
            <code>{error.column}</code>
          </Cell>
          <Cell label="What is wrong">{error.message}</Cell>
        </tr>
      ))}
    </>
  );
}
