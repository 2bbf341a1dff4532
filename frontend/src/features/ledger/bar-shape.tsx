// One bar of the ledger: elements offered, elements not stored, and whether it balances.
import type { KeyboardEvent } from "react";
import { count } from "@/domain/format";
import { rejectSum } from "@/domain/reject-words";
import { near } from "@/time/moment";
import { serverNow } from "@/time/server-clock";
import type { Bar } from "./bars";
import { FOOT, HEIGHT, HIGH, LOW, SECOND, TOP } from "./bars-layout";
import classes from "./ledger-bars.module.css";

interface BarProps {
  bar: Bar;
  x: number;
  slot: number;
  above: number;
  below: number;
  zone: string;
  selected: boolean;
  onSelect?: () => void;
}

function words(bar: Bar, zone: string): string {
  const state = bar.empty
    ? "nothing counted"
    : bar.open
      ? "still open"
      : bar.balanced
        ? "balanced"
        : `off by ${count(bar.difference)}`;
  return `${near(bar.from, serverNow(), zone)}: ${count(bar.offered)} offered, ${count(bar.duplicate)} duplicate, ${count(bar.ignored)} ignored, ${rejectSum(bar)}, ${state}`;
}

export function BarShape({ bar, x, slot, above, below, zone, selected, onSelect }: BarProps) {
  const padding = Math.min(7, slot * 0.16);
  const wide = slot - 2 * padding;
  const left = x + padding;
  const middle = x + slot / 2;
  const height = bar.offered === 0 ? 0 : Math.max(2, (bar.offered / above) * HIGH);
  const base = TOP + HIGH;
  let low = SECOND + LOW;
  const pick = onSelect && {
    role: "button",
    tabIndex: 0,
    onClick: onSelect,
    "aria-pressed": selected,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        onSelect();
      }
    },
  };
  return (
    <g
      className={onSelect ? classes.bar : undefined}
      aria-label={words(bar, zone)}
      {...pick}
      data-hour={bar.from}
      data-balanced={bar.open ? "open" : bar.balanced}
    >
      <title>{words(bar, zone)}</title>
      <rect
        x={x}
        y="2"
        width={slot}
        height={HEIGHT - 4}
        rx="6"
        className={classes.ground}
        data-selected={selected || undefined}
      />
      {height > 0 && (
        <rect
          x={left}
          y={base - height}
          width={wide}
          height={height}
          fill="var(--iso-s1)"
          opacity={bar.open ? 0.16 : 0.34}
        />
      )}
      {height > 0 && (
        <rect x={left} y={base - height} width={wide} height="2" rx="1" fill="var(--iso-s1)" />
      )}
      {(
        [
          ["duplicate", "spark"],
          ["rejects", "out"],
          ["ignored", "hatch"],
        ] as const
      ).map(([term, colour]) => {
        if (bar[term] === 0) return null;
        const tall = Math.max(1.5, (bar[term] / below) * LOW);
        low -= tall + 0.75;
        return (
          <rect
            key={term}
            x={left}
            y={low + 0.75}
            width={wide}
            height={tall}
            fill={`var(--iso-${colour})`}
          />
        );
      })}
      <Balance bar={bar} x={middle} />
    </g>
  );
}

/** A bar's visible text. It is outside the bar, because the bar's accessible name already says the same. */
export function BarWords({
  bar,
  x,
  slot,
  strong,
  labelled,
}: {
  bar: Bar;
  x: number;
  slot: number;
  strong: boolean;
  labelled: boolean;
}) {
  const middle = x + slot / 2;
  return (
    <>
      {!bar.empty && !bar.open && !bar.balanced && (
        <text x={middle} y={FOOT - 2} textAnchor="middle" className={classes.off}>
          {count(bar.difference)}
        </text>
      )}
      {labelled && (
        <text
          x={middle}
          y={FOOT + 34}
          textAnchor="middle"
          className={classes.hour}
          data-strong={bar.strong || strong || undefined}
        >
          {bar.label}
        </text>
      )}
    </>
  );
}

function Balance({ bar, x }: { bar: Bar; x: number }) {
  const y = FOOT + 8;
  if (bar.empty && !bar.open)
    return <path d={`M${x - 3},${y}h6`} stroke="var(--iso-line-strong)" strokeWidth="1.500" />;
  if (bar.open)
    return (
      <circle
        cx={x}
        cy={y}
        r="6"
        fill="none"
        stroke="var(--iso-text-3)"
        strokeWidth="1.500"
        strokeDasharray="2 2.400"
      />
    );
  if (bar.balanced)
    return (
      <path d={`M${x - 4},${y}l3,3l5.500,-6`} className={classes.tick} stroke="var(--iso-ok)" />
    );
  return (
    <path d={`M${x - 4},${y - 4}l8,8m0,-8l-8,8`} className={classes.tick} stroke="var(--iso-out)" />
  );
}
