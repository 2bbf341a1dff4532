// What the navigator shows, from back to front: the window, silences, swaps, excursions, and over all the data.
import { useId } from "react";
import { excursions } from "@/domain/exact-spans";
import type { GraphData } from "@/domain/graph-data";
import type { SensorDetail } from "@/domain/types";
import { timeTicks } from "@/time/ticks";
import { Hatch } from "@/ui/hatch";
import { crowded, type NavigatorShape } from "./navigator-shape";
import classes from "./navigator.module.css";

/** Room for a label such as "23 Nov", in pixels. */
const LABEL_WIDTH = 64;

interface Span {
  from: number;
  to: number;
}

interface Props {
  data: GraphData | null;
  shape: NavigatorShape | null;
  x: (at: number) => number;
  view: Span;
  around: Span;
  installations: SensorDetail["installations"];
  zone: string;
  left: number;
  width: number;
  height: number;
}

/** About the width of "device replaced", in pixels. */
const SWAP = 104;
const MOST_SWAPS = 8;

export function NavigatorDrawing(props: Props) {
  const { data, shape, x, view, around, zone, left, width, height } = props;
  const hatch = useId();
  const from = Math.max(left, x(view.from));
  const to = Math.min(left + width, Math.max(from + 6, x(view.to)));
  return (
    <>
      <defs>
        <Hatch id={hatch} />
      </defs>
      <rect
        x={left}
        y=".5"
        width={width}
        height={height}
        rx="4"
        fill="var(--iso-sunken)"
        stroke="var(--iso-line)"
      />
      {data?.unknown.map(([a, b]) => (
        <rect
          key={a}
          x={x(a)}
          y="1"
          width={Math.max(2, x(b) - x(a))}
          height={height - 1}
          fill={`url(#${hatch})`}
        />
      ))}
      <rect x={left} y="1" width={from - left} height={height - 1} className={classes.veil} />
      <rect
        x={to}
        y="1"
        width={Math.max(0, left + width - to)}
        height={height - 1}
        className={classes.veil}
      />
      <rect x={from} y=".5" width={to - from} height={height} rx="3" className={classes.window} />
      <Swaps {...props} />
      {data &&
        excursions(data).map(([a, b]) => (
          <rect
            key={a}
            x={x(a)}
            y={height - 2.5}
            width={Math.max(3, x(b) - x(a))}
            height="3"
            fill="var(--iso-out)"
          />
        ))}
      {shape && <Data shape={shape} height={height} />}
      {timeTicks(around.from, around.to, zone, Math.min(6, Math.floor(width / LABEL_WIDTH))).map(
        (tick) => (
          <text
            key={tick.at}
            x={Math.min(x(tick.at), left + width - 40)}
            y={height + 15}
            className={classes.mark}
          >
            {tick.label}
          </text>
        ),
      )}
    </>
  );
}

function Data({
  shape: { line, dots, outside },
  height,
}: {
  shape: NavigatorShape;
  height: number;
}) {
  return (
    <g className={classes.data}>
      <path d={line} fill="none" stroke="var(--iso-spark)" strokeWidth="1.25" />
      {dots.map(([cx, cy]) => (
        <circle key={cx} cx={cx} cy={cy} r="1.75" fill="var(--iso-spark)" />
      ))}
      {outside.map(({ x, above }) => (
        <path
          key={`${x}${above}`}
          d={above ? `M${x - 3},5L${x},1L${x + 3},5Z` : `M${x - 3},${height - 7}h6l-3,4Z`}
          fill="var(--iso-out)"
        />
      ))}
    </g>
  );
}

/** When devices were installed; only the first one is named, where the line is not. */
function Swaps({ shape, x, around, installations, left, width, height }: Props) {
  const shown = installations
    .flatMap(({ from, device }) => (from === null ? [] : [{ from, device }]))
    .filter(({ from }) => from > around.from && from < around.to)
    .slice(0, MOST_SWAPS);
  const [first] = shown;
  const at = first ? x(first.from) : 0;
  const start = at + 6 + SWAP > left + width ? at - 6 - SWAP : at + 6;
  const low = shape !== null && crowded(shape, start, start + SWAP, 18);
  return (
    <>
      {shown.map(({ from, device }) => (
        <line
          key={`${device}${from}`}
          x1={x(from)}
          x2={x(from)}
          y1="1"
          y2={height}
          stroke="var(--iso-text-2)"
          strokeDasharray="2 2"
        />
      ))}
      {first && (
        <text x={start} y={low ? height - 6 : 14} className={classes.swap}>
          {installations.length > 1 ? "device replaced" : "installed"}
        </text>
      )}
    </>
  );
}
