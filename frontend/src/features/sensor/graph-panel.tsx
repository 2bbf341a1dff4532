"use client";
// The graph with its legend, or a placeholder without data.
import { useMemo } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Span } from "@/domain/focus";
import { usualCount, type GraphData } from "@/domain/graph-data";
import { SPACE, count } from "@/domain/format";
import { exactDuration } from "@/time/duration";
import { useReading } from "@/data/preferences";
import { follows } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import type { Sensor, Series } from "@/domain/types";
import { Graph } from "@/parts/graph/graph";
import { GraphFailed, GraphLoading, NoData, NotYet } from "./placeholders";
import { Legend } from "./legend";
import type { RangeControl } from "@/parts/range/use-range";
import classes from "./graph-panel.module.css";

interface Props {
  sensor: Sensor;
  series: UseQueryResult<Series>;
  data: GraphData | null;
  range: RangeControl;
  view: { from: number; to: number };
  zone: string;
  phone: boolean;
  /** The excursion that the view is zoomed to. */
  chosen: { from: number; to: number } | null;
  /** Opens a correction of a stretch; absent for those who may not make one. */
  onCorrect: ((stretch: Span) => void) | undefined;
  /** Of the graph, in pixels; null before the room for it is known. */
  height: number | null;
}

/** "One point is 2 min, 12 readings" */
export function pointWords(data: GraphData): string {
  if (data.points.length === 0) return "";
  if (data.bucket === null) return "One point is one reading";
  const usual = usualCount(data) ?? 0;
  return `One point is ${exactDuration(data.bucket)}, ${count(usual)}${SPACE}${usual === 1 ? "reading" : "readings"}`;
}

export function GraphPanel(props: Props) {
  const { sensor, series, data, range, view, zone, phone } = props;
  const { unit } = useReading();
  const first = series.data?.sensors[0]?.first ?? null;
  const { name } = sensor;
  const lines = useMemo(
    () => (data ? [{ key: sensor.id, name, colour: 1, data }] : []),
    [data, sensor.id, name],
  );
  if (!follows(range.range) && view.from >= serverNow())
    return <NotYet view={view} zone={zone} range={range} />;
  if (series.isError && !data)
    return <GraphFailed error={series.error} onAgain={() => void series.refetch()} />;
  if (!data) return <GraphLoading height={props.height} phone={phone} />;
  const empty = data.points.length === 0 && data.marks.length === 0 && !series.isPlaceholderData;
  return (
    <section aria-label="Graph" data-loading={series.isPlaceholderData || undefined}>
      <div className={classes.above}>
        <Legend data={data} />
        <span className={classes.point}>
          <span data-testid="point-words">{pointWords(data)}</span>
          {props.onCorrect && (
            <button type="button" onClick={() => props.onCorrect?.(view)}>
              {follows(range.range) ? "Correct readings…" : "Correct this stretch…"}
            </button>
          )}
        </span>
      </div>
      <Graph
        height={props.height}
        chosen={props.chosen}
        lines={lines}
        from={view.from}
        to={view.to}
        unit={unit}
        zone={zone}
        phone={phone}
        follows={follows(range.range)}
        loading={series.isPlaceholderData}
        label={`Temperature of ${sensor.name}: average as a line, minimum to maximum as a band. The Table tab shows the same data as text.`}
        onRange={range.zoomTo}
        onZoomOut={range.zoomOut}
        onCorrect={props.onCorrect}
      />
      {empty && <NoData first={first} view={view} zone={zone} range={range} />}
    </section>
  );
}
