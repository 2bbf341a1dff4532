"use client";
// The graph as a table: every point, every silence, in words.
import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { count, decimal, duration, unitSign } from "@/lib/format";
import { graphData } from "@/lib/graph-data";
import { clock, day } from "@/lib/moment";
import { useReading } from "@/lib/preferences";
import type { Sensor, Series } from "@/lib/types";
import { offsetName } from "@/lib/zone";
import { Button } from "@/ui/button";
import { BoneRows } from "@/ui/skeleton";
import { GraphFailed } from "./faces";
import { tableRows, type TableRow } from "./table-rows";
import classes from "./series-table.module.css";

const PAGE = 100;

export function SeriesTable({ sensor, series, zone }: { sensor: Sensor; series: UseQueryResult<Series>; zone: string }) {
  const { unit } = useReading();
  const [pages, setPages] = useState(1);
  const answer = series.data;
  const rows = useMemo(() => {
    const one = answer?.sensors[0];
    return answer && one ? tableRows(graphData(one, answer.from, answer.to, answer.bucket_ms, unit)) : null;
  }, [answer, unit]);
  if (series.isError && !rows) return <GraphFailed error={series.error} onAgain={() => void series.refetch()} />;
  if (!rows || !answer) return <BoneRows rows={8} />;
  const raw = answer.bucket_ms === null;
  return (
    <>
      <table className={classes.table} data-testid="series-table">
        <caption className="visually-hidden">{sensor.name}, newest first, {offsetName(answer.to, zone)}</caption>
        <thead>
          <tr>
            <th scope="col">{raw ? "Measured" : "From"}, {offsetName(answer.to, zone)}</th>
            {raw ? <th scope="col" className={classes.number}>Value {unitSign(unit)}</th> : (
              <>
                <th scope="col" className={classes.number}>Average {unitSign(unit)}</th>
                <th scope="col" className={classes.number}>Min</th>
                <th scope="col" className={classes.number}>Max</th>
                <th scope="col" className={classes.number}>Readings</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>{rows.slice(0, pages * PAGE).map((row) => <Line key={`${row.kind}${row.from}`} row={row} zone={zone} raw={raw} bucket={answer.bucket_ms} />)}</tbody>
      </table>
      {rows.length > pages * PAGE && (
        <div className={classes.more}>
          <Button onClick={() => setPages((before) => before + 1)}>Show {Math.min(PAGE, rows.length - pages * PAGE)} more</Button>
          <span>{count(pages * PAGE)} of {count(rows.length)}, newest first</span>
        </div>
      )}
      {rows.length === 0 && <p className={classes.more}>No data in this range.</p>}
    </>
  );
}

function Line({ row, zone, raw, bucket }: { row: TableRow; zone: string; raw: boolean; bucket: number | null }) {
  const seconds = raw || (bucket ?? 0) < 60_000;
  const when = `${day(row.from, zone, true)}, ${clock(row.from, zone, seconds || row.kind !== "point")}`;
  if (row.kind !== "point") {
    return (
      <tr data-kind={row.kind}>
        <th scope="row">{when}</th>
        <td colSpan={raw ? 1 : 4} className={classes.unknown}>{row.kind === "fault" ? "probe fault" : "no data"} for {duration(row.to - row.from)}</td>
      </tr>
    );
  }
  const { point } = row;
  return (
    <tr data-out={row.out || undefined}>
      <th scope="row">{when}</th>
      <td className={classes.number}>{decimal(point.avg, raw ? 2 : 1)}{row.out && <span className="visually-hidden"> out of range</span>}</td>
      {!raw && <><td className={classes.number}>{decimal(point.min)}</td><td className={classes.number}>{decimal(point.max)}</td><td className={classes.number}>{count(point.count)}</td></>}
    </tr>
  );
}
