"use client";
// The graph as a table: every point with interval and offset, every gap and fault as text.
import { useMemo, useRef, useState } from "react";
import { SPACE, count, decimal, unitSign } from "@/domain/format";
import { duration } from "@/time/duration";
import type { GraphData, LimitStep } from "@/domain/graph-data";
import { clock, date, day } from "@/time/moment";
import { tableRows, type Against, type TableRow } from "@/domain/table-rows";
import type { Unit } from "@/domain/types";
import { useKeys } from "@/ui/use-keys";
import { offsetName, zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import classes from "./series-table.module.css";

const PAGE = 100;
const DAY = 86_400_000;

interface RowContext {
  zone: string;
  bucket: number | null;
  columns: number;
}

export function SeriesTable({
  name,
  data,
  unit,
  zone,
}: {
  name: string;
  data: GraphData;
  unit: Unit;
  zone: string;
}) {
  const rows = useMemo(() => tableRows(data), [data]);
  const [wanted, setPage] = useState(0);
  const top = useRef<HTMLTableElement>(null);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(wanted, pages - 1);
  const go = (to: number) => {
    setPage(Math.min(pages - 1, Math.max(0, to)));
    // Screen readers continue at the top of the new page.
    top.current?.focus();
  };
  useKeys({ j: () => go(page + 1), k: () => go(page - 1) });
  const raw = data.bucket === null;
  const context: RowContext = { zone, bucket: data.bucket, columns: raw ? 3 : 6 };
  const number = classes.number;
  const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
  const range = `${day(data.from, zone, true)}, ${clock(data.from, zone)} to ${day(data.to, zone, true)}, ${clock(data.to, zone)}`;
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
          <b>{name}</b>, {range}, {zoneWords(data.to, zone)}. Newest first
          {rows.length > PAGE
            ? `, rows ${count(page * PAGE + 1)} to ${count(page * PAGE + shown.length)} of ${count(rows.length)}`
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
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <Line
              key={`${row.kind}${row.from}`}
              index={page * PAGE + i + 2}
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

/** "Mon 23 Nov 2026, 14:02 to 14:04", or whole days. */
export function intervalWords(
  from: number,
  to: number,
  bucket: number | null,
  zone: string,
): string {
  const seconds = bucket === null || bucket < 60_000;
  const start = `${day(from, zone, true)}, ${clock(from, zone, seconds)}`;
  if (bucket === null) return start;
  if (bucket >= DAY)
    return bucket === DAY
      ? day(from, zone, true)
      : `${day(from, zone, true)} to ${date(to - 1, zone)}`;
  const far = day(from, zone) !== day(to, zone);
  return `${start} to ${far ? `${day(to, zone)}, ` : ""}${clock(to, zone, seconds)}`;
}

const AGAINST: Record<Exclude<Against, null>, (limits: LimitStep | null) => string> = {
  within: () => "within",
  above: (limits) => `above ${decimal(limits?.high ?? 0)}`,
  below: (limits) => `below ${decimal(limits?.low ?? 0)}`,
  both: (limits) => `below ${decimal(limits?.low ?? 0)} and above ${decimal(limits?.high ?? 0)}`,
};

const GAPS = { gap: "No data", fault: "Probe fault, no value" };

function Line({
  row,
  context: { zone, bucket, columns },
  index,
}: {
  row: TableRow;
  context: RowContext;
  index: number;
}) {
  const offset = offsetName(row.from, zone);
  if (row.kind === "suspect") {
    return (
      <tr data-kind="suspect" aria-rowindex={index}>
        <th scope="row">{intervalWords(row.from, row.from, null, zone)}</th>
        <td>{offset}</td>
        <td colSpan={columns - 1} className={classes.suspect}>
          {decimal(row.mark.value)} suspect, not counted
        </td>
      </tr>
    );
  }
  if (row.kind !== "point") {
    return (
      <tr data-kind={row.kind} aria-rowindex={index}>
        <th scope="row">
          {intervalWords(
            row.from,
            row.to,
            bucket !== null && bucket >= 60_000 && bucket < DAY ? bucket : 1000,
            zone,
          )}
        </th>
        <td>{offset}</td>
        <td colSpan={columns - 1} className={classes.unknown}>
          {GAPS[row.kind]} for {duration(row.to - row.from)}
        </td>
      </tr>
    );
  }
  const { point, against, limits } = row;
  const raw = bucket === null;
  const out = against !== null && against !== "within";
  return (
    <tr data-out={out || undefined} aria-rowindex={index}>
      <th scope="row">{intervalWords(point.from, point.to, bucket, zone)}</th>
      <td className={classes.offset}>{offset}</td>
      <td className={classes.number}>{decimal(point.avg, raw ? 2 : 1)}</td>
      {!raw && (
        <>
          <td className={classes.number}>{decimal(point.min)}</td>
          <td className={classes.number}>{decimal(point.max)}</td>
          <td className={classes.number}>{count(point.count)}</td>
        </>
      )}
      <td className={classes.against}>
        {against === null ? `no${SPACE}limits` : AGAINST[against](limits)}
      </td>
    </tr>
  );
}
