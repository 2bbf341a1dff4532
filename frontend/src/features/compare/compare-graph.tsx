"use client";
// The graph of the compared sensors, with a legend above it.
import { count } from "@/domain/format";
import { exactDuration } from "@/time/duration";
import type { Series, Unit } from "@/domain/types";
import { follows } from "@/time/range";
import { zoneWords } from "@/time/zone";
import { Graph, type GraphCursor } from "@/parts/graph/graph";
import type { GraphLine } from "@/parts/graph/line";
import type { RangeControl } from "@/parts/range/use-range";
import { Skeleton, Waiting } from "@/ui/skeleton";
import { BEFORE_KEY } from "./use-lines";
import classes from "./compare-page.module.css";

interface Props {
  lines: GraphLine[];
  response: Series | undefined;
  view: { from: number; to: number };
  zone: string;
  unit: Unit;
  phone: boolean;
  range: RangeControl;
  pointed: string | null;
  loading: boolean;
  /** All lines are hidden by their checkboxes. */
  hidden: boolean;
  onPointed: (id: string | null) => void;
  onCursor: (cursor: GraphCursor | null) => void;
}

export function CompareGraph({
  lines,
  response,
  view,
  zone,
  unit,
  phone,
  range,
  pointed,
  loading,
  hidden,
  onPointed,
  onCursor,
}: Props) {
  if (!response)
    return (
      <Waiting>
        <Skeleton width="100%" height={phone ? 250 : 394} />
      </Waiting>
    );
  if (hidden)
    return (
      <p className={classes.empty} role="status">
        All lines are hidden. Tick a sensor in the table to draw it.
      </p>
    );
  const own = lines.filter(({ shift }) => !shift);
  const label = `Temperatures of ${own.map(({ name, full }) => full ?? name).join(", ")}, one line each. The table shows the same data as text.`;
  return (
    <section aria-label="Graph" data-loading={loading || undefined}>
      <div className={classes.above}>
        <Legend lines={lines} bucket={response.bucket_ms} />
        <span>All times {zoneWords(view.to, zone)}</span>
      </div>
      {own.every(({ data }) => data.points.length === 0) && (
        <p role="status">No readings from these sensors in this range.</p>
      )}
      <Graph
        lines={lines}
        from={view.from}
        to={view.to}
        unit={unit}
        zone={zone}
        phone={phone}
        follows={follows(range.range)}
        loading={loading}
        label={label}
        onRange={range.zoomTo}
        onZoomOut={range.zoomOut}
        pointed={pointed}
        onCursor={onCursor}
        onPointed={(key) => onPointed(key?.replace(BEFORE_KEY, "") ?? null)}
      />
    </section>
  );
}

function Legend({ lines, bucket }: { lines: GraphLine[]; bucket: number | null }) {
  const before = lines.find(({ shift }) => shift);
  const silences = lines.reduce((sum, { data }) => sum + data.unknown.length, 0);
  return (
    <div className={classes.legend}>
      <span>
        <svg width="20" height="10" aria-hidden="true">
          <path d="M0 5h20" />
        </svg>
        {bucket === null ? "readings" : `average of ${exactDuration(bucket)}`}
      </span>
      {before && (
        <span>
          <svg width="20" height="10" aria-hidden="true">
            <path d="M0 5h20" strokeDasharray="5 3" />
          </svg>
          {before.period}
        </span>
      )}
      {silences > 0 && (
        <span>
          <svg width="20" height="10" aria-hidden="true">
            <path d="M0 5h5M15 5h5" />
          </svg>
          no data, {count(silences)} {silences === 1 ? "time" : "times"}
        </span>
      )}
    </div>
  );
}
