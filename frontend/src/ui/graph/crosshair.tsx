// The crosshair: a line at a point, its dot, ticks at min and max, the time on the axis, and the figures.
import { count, decimal, duration } from "@/lib/format";
import { clock, day, near } from "@/lib/moment";
import { offsetName } from "@/lib/zone";
import { gutter } from "./options";
import type { Model } from "./plugin";
import classes from "./crosshair.module.css";

export interface Hover {
  index: number;
  /** From the plot's left edge, in pixels. */
  left: number;
  /** How wide the plot is, in pixels. */
  width: number;
  /** The silence under the cursor, when it is one. */
  gap: [number, number] | null;
}

const ABOVE = 28;
const BELOW = 34;
const TIP = 216;

/** @param outer how tall the graph is with its axis, in pixels */
export function Crosshair({ hover, model, outer }: { hover: Hover; model: Model; outer: number }) {
  const { data, scale, colours, phone, zone } = model;
  const height = outer - ABOVE - BELOW;
  const point = hover.gap ? null : data.points[hover.index];
  const y = (value: number) => ABOVE + ((scale.max - value) / (scale.max - scale.min)) * height;
  const left = gutter(model) + hover.left;
  const at = point ? data.time[hover.index] ?? 0 : model.from;
  const start = point ? point.from : at;
  const flip = hover.left + 14 + TIP > hover.width;
  return (
    <>
      <div className={classes.line} style={{ left, top: ABOVE, height }} />
      {point && (
        <>
          <i className={classes.tick} style={{ left, top: y(point.max) }} />
          <i className={classes.tick} style={{ left, top: y(point.min) }} />
          <i className={classes.dot} style={{ left, top: y(point.avg), background: colours.series }} />
          <span className={classes.pill} style={{ left, top: ABOVE + height + 4 }}>{near(start, model.to, zone)}</span>
        </>
      )}
      <div className={classes.tip} data-flip={flip || undefined} data-phone={phone || undefined} data-testid="tooltip" style={phone ? undefined : { left, top: ABOVE + 6 }}>
        {hover.gap ? <GapTip gap={hover.gap} model={model} /> : <PointTip hover={hover} model={model} />}
      </div>
    </>
  );
}

function PointTip({ hover, model }: { hover: Hover; model: Model }) {
  const { data, zone } = model;
  const point = data.points[hover.index];
  if (!point) return null;
  const { bucket } = data;
  const raw = bucket === null;
  const seconds = raw || bucket < 60_000;
  const days = !raw && bucket >= 86_400_000;
  const from = days ? day(point.from, zone, true) : `${day(point.from, zone, true)}, ${clock(point.from, zone, seconds)}`;
  const until = raw || days ? "" : ` to ${clock(point.to, zone, seconds)}`;
  const figures: [string, number][] = raw
    ? [["reading", point.avg]]
    : [["max", point.max], ["average", point.avg], ["min", point.min]];
  return (
    <>
      <div className={classes.time}>{from}{until}</div>
      <div className={classes.faint}>
        {offsetName(point.from, zone)}{!raw && `, ${count(point.count)} ${point.count === 1 ? "reading" : "readings"}`}
      </div>
      <dl>{figures.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{decimal(value, raw ? 2 : 1)}</dd></div>)}</dl>
    </>
  );
}

function GapTip({ gap: [from, to], model: { data, zone } }: { gap: [number, number]; model: Model }) {
  const fault = data.faults.some(([a, b]) => a <= from && b >= to);
  return (
    <>
      <div className={classes.time}>{fault ? "Probe fault" : "No data"}, {duration(to - from)}</div>
      <div className={classes.faint}>{near(from, to, zone)} to {near(to, to, zone)}, {offsetName(from, zone)}</div>
    </>
  );
}
