"use client";
// A sparkline of the last 24 hours: limits as background, colour only out of range, gaps hatched.
import { memo, useId, useMemo } from "react";
import { Hatch } from "@/ui/hatch";
import { sparkShape, type SparkInput } from "./spark-shape";

export const Sparkline = memo(function Sparkline({
  width = 250,
  height = 36,
  ...input
}: SparkInput & {
  width?: number;
  height?: number;
}) {
  const id = useId();
  const { from, to, time: times, value: values, gaps, faults, limits, last } = input;
  const time = last?.time;
  const value = last?.value;
  const low = limits?.low ?? null;
  const high = limits?.high ?? null;
  const since = limits?.since ?? null;
  const shape = useMemo(
    () =>
      sparkShape(
        {
          from,
          to,
          time: times,
          value: values,
          gaps,
          faults,
          limits: since === null ? null : { low, high, since },
          last: time === undefined || value === undefined ? null : { time, value },
        },
        width,
        height,
      ),
    [from, to, times, values, gaps, faults, low, high, since, time, value, width, height],
  );
  if (!shape) return <EmptySpark width={width} height={height} />;
  const [above, below] = [shape.high, shape.low];
  const ground = Math.max(0, below - above);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <Hatch id={`${id}h`} />
        <clipPath id={`${id}i`}>
          <rect y={above} width={width} height={ground} />
        </clipPath>
        <clipPath id={`${id}o`}>
          <rect width={width} height={Math.max(0, above)} />
          <rect y={below} width={width} height={Math.max(0, height - below)} />
        </clipPath>
      </defs>
      <rect
        y={Math.max(2, above)}
        width={width}
        height={Math.max(0, Math.min(height - 2, below) - Math.max(2, above))}
        rx="2"
        fill="var(--iso-band-limits)"
      />
      {shape.gaps.map(([x, wide]) => (
        <rect key={x} x={x} y="4" width={wide} height={height - 8} fill={`url(#${id}h)`} />
      ))}
      <path d={shape.area} clipPath={`url(#${id}o)`} fill="var(--iso-out)" opacity=".25" />
      <path
        d={shape.line}
        clipPath={`url(#${id}i)`}
        fill="none"
        stroke="var(--iso-spark)"
        strokeWidth="1.25"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path
        d={shape.line}
        clipPath={`url(#${id}o)`}
        fill="none"
        stroke="var(--iso-out)"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {shape.lone.map(({ x, y, out }) => (
        <circle key={x} cx={x} cy={y} r="1.75" fill={`var(--iso-${out ? "out" : "spark"})`} />
      ))}
      {shape.outside.map(({ x, above, out }) => (
        <path
          key={`${x}${above}`}
          d={above ? `M${x - 3},5L${x},1L${x + 3},5Z` : `M${x - 3},${height - 5}h6l-3,4Z`}
          fill={`var(--iso-${out ? "out" : "spark"})`}
          data-outside={above ? "above" : "below"}
        />
      ))}
      {shape.dot && (
        <circle
          cx={shape.dot.x}
          cy={shape.dot.y}
          r="2.5"
          data-current
          fill={`var(--iso-${shape.dot.out ? "out" : "spark"})`}
        />
      )}
    </svg>
  );
});

/** A day without data, or whose data is loading. */
export function EmptySpark({
  width = 250,
  height = 36,
  waiting = false,
}: {
  width?: number;
  height?: number;
  waiting?: boolean;
}) {
  const id = useId();
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <defs>
        <Hatch id={id} />
      </defs>
      <rect
        y="4"
        width={width}
        height={height - 8}
        rx="2"
        fill={waiting ? "var(--iso-band-limits)" : `url(#${id})`}
        opacity={waiting ? 0.6 : 0.5}
      />
    </svg>
  );
}
