"use client";
// The graph as a table: every point with interval and offset, every gap and fault as text.
import { useMemo, useRef, useState } from "react";
import { count, unitSign } from "@/domain/format";
import type { GraphData } from "@/domain/graph-data";
import { clock, day } from "@/time/moment";
import type { Span } from "@/domain/focus";
import { rowsWithin, tableRows } from "@/domain/table-rows";
import type { Unit } from "@/domain/types";
import { useKeys } from "@/ui/use-keys";
import { usePrinting } from "@/ui/use-printing";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./series-table.module.css";
import { SeriesRow, type RowContext } from "./series-row";

const PAGE = 100;

export function SeriesTable({
  name,
  data,
  only = null,
  unit,
  zone,
  onCorrect,
}: {
  name: string;
  data: GraphData;
  /** Lists only the rows of this span. */
  only?: Span | null;
  unit: Unit;
  zone: string;
  /** Opens a correction of a row's readings, for those who may make one. */
  onCorrect?: (stretch: Span) => void;
}) {
  const [from, to] = [only?.from ?? data.from, only?.to ?? data.to];
  const limited = only !== null;
  const rows = useMemo(
    () => (limited ? rowsWithin(tableRows(data), { from, to }) : tableRows(data)),
    [data, limited, from, to],
  );
  const [wanted, setPage] = useState(0);
  const top = useRef<HTMLTableElement>(null);
  // On paper there is no next page to turn to: it has all rows.
  const size = usePrinting() ? Math.max(PAGE, rows.length) : PAGE;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(wanted, pages - 1);
  const go = (to: number) => {
    setPage(Math.min(pages - 1, Math.max(0, to)));
    // Screen readers continue at the top of the new page.
    top.current?.focus();
  };
  useKeys({ j: () => go(page + 1), k: () => go(page - 1) });
  const raw = data.bucket === null;
  const context: RowContext = {
    zone,
    bucket: data.bucket,
    columns: raw ? 3 : 6,
    corrected: data.corrected,
    onCorrect,
  };
  const number = classes.number;
  const shown = rows.slice(page * size, (page + 1) * size);
  const range = `${day(from, zone, true)}, ${clock(from, zone, limited)} to ${day(to, zone, true)}, ${clock(to, zone, limited)}`;
  return (
    <>
      <table
        className={classes.table}
        data-testid="series-table"
        tabIndex={-1}
        ref={top}
        aria-rowcount={rows.length + 1}
      >
        <caption>
          <b>{name}</b>, {range}, {zoneWords(data.to, zone)}, in {unitSign(unit)}. Newest first
          {rows.length > size
            ? `, rows ${count(page * size + 1)} to ${count(page * size + shown.length)} of ${count(rows.length)}`
            : ""}
          .
        </caption>
        <thead>
          <tr>
            <th scope="col">{raw ? "Measured" : "Interval"}</th>
            <th scope="col">Offset</th>
            {raw ? (
              <th scope="col" className={number}>
                Value, {unitSign(unit)}
              </th>
            ) : (
              <>
                <th scope="col" className={number}>
                  Average, {unitSign(unit)}
                </th>
                <th scope="col" className={number}>
                  Min, {unitSign(unit)}
                </th>
                <th scope="col" className={number}>
                  Max, {unitSign(unit)}
                </th>
                <th scope="col" className={number}>
                  Readings
                </th>
              </>
            )}
            <th scope="col">Against limits</th>
            {onCorrect && (
              <th scope="col">
                <span className="visually-hidden">Correct</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <SeriesRow
              key={`${row.kind}${row.from}`}
              index={page * size + i + 2}
              row={row}
              context={context}
            />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.none}>No readings in this range.</p>}
      {pages > 1 && (
        <nav className={classes.pages} aria-label="Pages of the table">
          <Button size="sm" disabled={page === 0} onClick={() => go(page - 1)}>
            <Icon name="left" />
            Later rows <kbd>k</kbd>
          </Button>
          <Button size="sm" disabled={page === pages - 1} onClick={() => go(page + 1)}>
            Earlier rows <kbd>j</kbd>
            <Icon name="right" />
          </Button>
          <span role="status">
            Page {count(page + 1)} of {count(pages)}, {count(rows.length)} rows
          </span>
        </nav>
      )}
    </>
  );
}
