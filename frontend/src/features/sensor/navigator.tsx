"use client";
// The navigator: the range within thirty times its length. Drag the window, or click to move it.
import { useElementSize } from "@mantine/hooks";
import { useId, useMemo, useRef, type PointerEvent } from "react";
import { useSeries } from "@/data/api/series";
import { excursions, firstGraphData } from "@/domain/graph-data";
import { portion } from "@/domain/portion";
import { useReading } from "@/data/preferences";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { timeTicks } from "@/time/ticks";
import type { SensorDetail } from "@/domain/types";
import { movedWindow, surroundings, navigatorShape } from "./navigator-shape";
import classes from "./navigator.module.css";

const LEFT = 34;
const RIGHT = 12;
const HEIGHT = 34;
const POINTS = 400;

interface Props {
  id: string;
  view: { from: number; to: number };
  zone: string;
  installations: SensorDetail["installations"];
  onRange: (range: Range, replace?: boolean) => void;
}

export function Navigator({ id, view, zone, installations, onRange }: Props) {
  const { ref, width } = useElementSize();
  const hatch = useId();
  const { unit } = useReading();
  const now = serverNow();
  const around = surroundings(view, now);
  const { data: series } = useSeries([id], around, POINTS, serverNow);
  const svg = useRef<SVGSVGElement>(null);
  const grab = useRef<number | null>(null);
  const data = useMemo(() => firstGraphData(series, unit), [series, unit]);
  const plot = width - LEFT - RIGHT;
  const x = (at: number) => LEFT + portion(at, around.from, around.to) * plot;
  const timeAt = (event: PointerEvent) => {
    const left = (svg.current?.getBoundingClientRect().left ?? 0) + LEFT;
    return around.from + portion(event.clientX, left, left + plot) * (around.to - around.from);
  };
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    const at = timeAt(event);
    const inside = at >= view.from && at <= view.to;
    grab.current = inside ? at - (view.from + view.to) / 2 : 0;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!inside) onRange(movedWindow(view, at, around, now));
  };
  const end = (event: PointerEvent<SVGSVGElement>) => {
    const held = grab.current;
    grab.current = null;
    if (held === null) return;
    const middle = timeAt(event) - held;
    // A click without a drag changes nothing.
    if (Math.abs(middle - (view.from + view.to) / 2) > ((around.to - around.from) / plot) * 3)
      onRange(movedWindow(view, middle, around, now));
  };
  const shape = data && navigatorShape(data, x, HEIGHT);
  const [from, to] = [x(view.from), Math.max(x(view.from) + 6, x(view.to))];
  return (
    <div ref={ref} className={classes.box}>
      {plot > 0 && (
        <svg
          ref={svg}
          width={width}
          height={HEIGHT + 18}
          className={classes.svg}
          aria-hidden="true"
          onPointerDown={begin}
          onPointerUp={end}
          data-testid="navigator"
        >
          <defs>
            <pattern
              id={hatch}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line x1="0" y1="0" x2="0" y2="5" stroke="var(--iso-hatch)" strokeWidth="1" />
            </pattern>
          </defs>
          <rect
            x={LEFT}
            y=".5"
            width={plot}
            height={HEIGHT}
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
              height={HEIGHT - 1}
              fill={`url(#${hatch})`}
            />
          ))}
          {shape && <path d={shape.line} fill="none" stroke="var(--iso-spark)" />}
          {data &&
            excursions(data).map(([a, b]) => (
              <rect
                key={a}
                x={x(a)}
                y={HEIGHT - 2.5}
                width={Math.max(3, x(b) - x(a))}
                height="3"
                fill="var(--iso-out)"
              />
            ))}
          {installations
            .filter(({ from: since }) => since !== null && since > around.from && since < around.to)
            .slice(0, 8)
            .map(({ from: since, device }, i) => (
              <g key={`${device}${since ?? 0}`}>
                <line
                  x1={x(since ?? 0)}
                  x2={x(since ?? 0)}
                  y1="1"
                  y2={HEIGHT}
                  stroke="var(--iso-text-2)"
                  strokeDasharray="2 2"
                />
                {i === 0 && (
                  <text x={x(since ?? 0) + 6} y="14" className={classes.swap}>
                    {installations.length > 1 ? "device replaced" : "installed"}
                  </text>
                )}
              </g>
            ))}
          <rect
            x={LEFT}
            y="1"
            width={Math.max(0, from - LEFT)}
            height={HEIGHT - 1}
            className={classes.veil}
          />
          <rect
            x={to}
            y="1"
            width={Math.max(0, LEFT + plot - to)}
            height={HEIGHT - 1}
            className={classes.veil}
          />
          <rect
            x={from}
            y=".5"
            width={to - from}
            height={HEIGHT}
            rx="3"
            className={classes.window}
          />
          {timeTicks(around.from, around.to, zone, 6).map((tick) => (
            <text
              key={tick.at}
              x={Math.min(x(tick.at), LEFT + plot - 40)}
              y={HEIGHT + 15}
              className={classes.mark}
            >
              {tick.label}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
