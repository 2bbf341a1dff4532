// The figures at the cursor: the interval, the number of readings, and each line's values.
import { Fragment } from "react";
import { DASH, count } from "@/domain/format";
import { valueText } from "@/domain/verdict";
import { duration } from "@/time/duration";
import { limitsOf, type GraphPoint } from "@/domain/graph-data";
import { clock, day, near } from "@/time/moment";
import { offsetName } from "@/time/zone";
import type { Hover } from "./hover";
import { pointAt, type DrawnLine } from "./line";
import type { Model } from "./model";
import { AsideTip, Corrected, Marks } from "./tip-doubts";
import classes from "./crosshair.module.css";

export function Figures({ hover, model }: { hover: Hover; model: Model }) {
  return (
    <>
      <Point hover={hover} model={model} />
      <Marks hover={hover} model={model} />
      <Corrected hover={hover} model={model} />
    </>
  );
}

function Point({ hover, model }: { hover: Hover; model: Model }) {
  if (model.lines.length > 1) return <ManyTip hover={hover} model={model} />;
  if (hover.aside) return <AsideTip span={hover.aside} zone={model.zone} />;
  if (hover.mark) return null;
  if (hover.gap) return <GapTip gap={hover.gap} model={model} />;
  const point = model.main && pointAt(model.main, hover.at);
  return point && model.main ? (
    <PointTip point={point} line={model.main} zone={model.zone} />
  ) : null;
}

/** "Sun 22 Nov 2026, 18:20 to 18:22": the interval that a point aggregates. */
function intervalWords(
  { from, to }: Pick<GraphPoint, "from" | "to">,
  bucket: number | null,
  zone: string,
): string {
  const raw = bucket === null;
  if (!raw && bucket >= 86_400_000) {
    const last = day(to - 1, zone, true);
    return last === day(from, zone, true) ? last : `${day(from, zone, true)} to ${last}`;
  }
  const seconds = raw || bucket < 60_000;
  const start = `${day(from, zone, true)}, ${clock(from, zone, seconds)}`;
  return raw ? start : `${start} to ${clock(to, zone, seconds)}`;
}

/** The zone's offset; both offsets if it changes within the interval. */
function offsetWords({ from, to }: Pick<GraphPoint, "from" | "to">, zone: string): string {
  const [first, last] = [offsetName(from, zone), offsetName(to, zone)];
  return first === last ? first : `${first}, then ${last}`;
}

function PointTip({
  point,
  line: { data },
  zone,
}: {
  point: GraphPoint;
  line: DrawnLine;
  zone: string;
}) {
  const raw = data.bucket === null;
  const limits = limitsOf(data, point);
  const figures: [string, number][] = raw
    ? [["reading", point.avg]]
    : [
        ["max", point.max],
        ["average", point.avg],
        ["min", point.min],
      ];
  return (
    <>
      <div className={classes.time}>{intervalWords(point, data.bucket, zone)}</div>
      <div className={classes.faint}>
        {offsetWords(point, zone)}
        {!raw && `, ${count(point.count)} ${point.count === 1 ? "reading" : "readings"}`}
      </div>
      <dl>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value, limits, raw ? 2 : 1)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function GapTip({
  gap: [from, to],
  model: { main, zone },
}: {
  gap: [number, number];
  model: Model;
}) {
  const fault = main?.data.faults.some(([a, b]) => a <= from && b >= to);
  return (
    <>
      <div className={classes.time}>
        {fault ? "Probe fault" : "No data"} for {duration(to - from)}
      </div>
      <div className={classes.faint}>
        {near(from, to, zone)} to {near(to, to, zone)}, {offsetName(from, zone)}
      </div>
    </>
  );
}

/** All lines at one instant; those of an earlier period below their own time. */
function ManyTip({ hover, model }: { hover: Hover; model: Model }) {
  const { zone, lines } = model;
  const rows = lines.map((line) => {
    const point = pointAt(line, hover.at);
    const limits = point && limitsOf(line.data, point);
    return { line, point, text: (value: number) => valueText(value, limits ?? null) };
  });
  const own = rows.find(({ line, point }) => line.shift === 0 && point);
  const span = own?.point ?? { from: hover.at, to: hover.at };
  const bucket = own ? own.line.data.bucket : null;
  const earlier = lines.find(({ shift }) => shift !== 0);
  return (
    <>
      <div className={classes.time}>{intervalWords(span, bucket, zone)}</div>
      <div className={classes.faint}>{offsetWords(span, zone)}</div>
      <table className={classes.many}>
        <tbody>
          {rows.map(({ line, point, text }) => (
            <Fragment key={line.key}>
              {line === earlier && (
                <tr>
                  <th scope="rowgroup" colSpan={3} className={classes.period}>
                    {line.period && `${line.period}, `}
                    {near(hover.at - line.shift, model.to, zone)}
                  </th>
                </tr>
              )}
              <tr data-pointed={line === model.pointed || undefined}>
                <th scope="row">
                  <i
                    className={classes.swatch}
                    data-dashed={line.shift !== 0 || undefined}
                    style={{ color: line.stroke }}
                  />
                  {line.full ?? line.name}
                </th>
                <td>{point ? text(point.avg) : <span className={classes.faint}>no data</span>}</td>
                <td className={classes.faint}>
                  {point && line.data.bucket !== null
                    ? `${text(point.min)} ${DASH} ${text(point.max)}`
                    : ""}
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </>
  );
}
