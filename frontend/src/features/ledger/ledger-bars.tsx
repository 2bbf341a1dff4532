"use client";
// Offered above; what was not stored below, on a scale of its own; and whether each hour balances.
import { useElementSize } from "@mantine/hooks";
import type { KeyboardEvent } from "react";
import { count } from "@/domain/format";
import { serverNow } from "@/time/server-clock";
import { near } from "@/time/moment";
import { roundStep } from "@/domain/value-scale";
import type { BookDifference, Drop, LedgerHour } from "@/domain/types";
import { barsOf, type Bar } from "./bars";
import classes from "./ledger-bars.module.css";

const LEFT = 54;
const RIGHT = 4;
const HIGH = 84;
const LOW = 62;
const TOP = 22;
const SECOND = TOP + HIGH + 28;
const FOOT = SECOND + LOW + 8;
const HEIGHT = 242;
/** Narrower, words beside the heading would stand in it. */
const ROOMY = 560;

interface Props {
  hours: LedgerHour[];
  /** What a count of the rows that are there found. */
  books: BookDifference[];
  /** The broker's newest loss, where there was one. */
  dropped: Drop | null;
  spanHours: number;
  zone: string;
  selected: number | null;
  onSelect: (hour: number | null) => void;
}

/** "16 k", "2.5 M": short enough for an axis. */
export function shortCount(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(1))} M`;
  return value >= 1000 ? `${Number((value / 1000).toFixed(1))} k` : String(value);
}

function axis(most: number): { top: number; marks: number[] } {
  const step = Math.max(1, roundStep(Math.max(1, most), 3));
  const marks = [0, 1, 2, 3].map((i) => i * step).filter((mark, i) => i < 2 || mark <= most * 1.05);
  return { top: Math.max(most * 1.06, marks.at(-1) ?? 1), marks };
}

export function LedgerBars({ hours, books, dropped, spanHours, zone, selected, onSelect }: Props) {
  const { ref, width } = useElementSize();
  const bars = barsOf(hours, spanHours, serverNow(), zone, books);
  const above = axis(Math.max(...bars.map((bar) => bar.offered)));
  const below = axis(Math.max(4, ...bars.map((bar) => bar.duplicate + bar.rejected + bar.ignored)));
  const each = (width - LEFT - RIGHT) / bars.length;
  const chosen = (bar: Bar) => selected !== null && selected >= bar.from && selected < bar.to;
  return (
    <div ref={ref} className={classes.box}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="group" aria-label="Elements an hour" data-testid="ledger-bars">
          <Axis marks={above.marks} top={above.top} height={HIGH} from={TOP} width={width} />
          <Axis marks={below.marks} top={below.top} height={LOW} from={SECOND} width={width} />
          <text x={LEFT} y="11" className={classes.name}>Offered</text>
          <text x={LEFT} y={SECOND - 7} className={classes.name}>Of these not stored, on a scale of its own</text>
          <text x={LEFT - 8} y={FOOT + 12} className={classes.mark} textAnchor="end">balance</text>
          {bars.map((bar, i) => (
            <BarShape
              key={bar.from} bar={bar} x={LEFT + i * each} each={each} above={above.top} below={below.top} zone={zone}
              selected={chosen(bar)}
              onSelect={spanHours <= 24 ? () => onSelect(selected === bar.from ? null : bar.from) : undefined}
            />
          ))}
          <g className={classes.words} aria-hidden="true">
            {bars.map((bar, i) => (
              <BarWords key={bar.from} bar={bar} x={LEFT + i * each} each={each} strong={chosen(bar)} labelled={each > 26 || i % Math.ceil(44 / each) === 0} />
            ))}
          </g>
          {bars.map((bar, i) => dropped && dropped.from >= bar.from && dropped.from < bar.to && <DropMark key={bar.from} messages={dropped.count} x={LEFT + (i + 0.5) * each} width={width} />)}
        </svg>
      )}
    </div>
  );
}

function Axis({ marks, top, height, from, width }: { marks: number[]; top: number; height: number; from: number; width: number }) {
  return marks.map((mark) => {
    const y = from + height - (mark / top) * height;
    return (
      <g key={mark}>
        <line x1={LEFT} x2={width - RIGHT} y1={y} y2={y} stroke="var(--iso-grid)" />
        <text x={LEFT - 8} y={y + 4} textAnchor="end" className={classes.mark}>{shortCount(mark)}</text>
      </g>
    );
  });
}

interface BarProps {
  bar: Bar;
  x: number;
  each: number;
  above: number;
  below: number;
  zone: string;
  selected: boolean;
  onSelect?: () => void;
}

function words(bar: Bar, zone: string): string {
  const state = bar.empty ? "nothing counted" : bar.open ? "still open" : bar.balanced ? "balanced" : `off by ${count(bar.difference)}`;
  return `${near(bar.from, serverNow(), zone)}: ${count(bar.offered)} offered, ${count(bar.duplicate)} duplicate, ${count(bar.rejected)} rejected, ${count(bar.ignored)} ignored, ${state}`;
}

function BarShape({ bar, x, each, above, below, zone, selected, onSelect }: BarProps) {
  const air = Math.min(7, each * 0.16);
  const wide = each - 2 * air;
  const left = x + air;
  const middle = x + each / 2;
  const height = bar.offered === 0 ? 0 : Math.max(2, (bar.offered / above) * HIGH);
  const base = TOP + HIGH;
  let low = SECOND + LOW;
  const pick = onSelect && {
    role: "button", tabIndex: 0, onClick: onSelect, "aria-pressed": selected,
    onKeyDown: (event: KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onSelect(); } },
  };
  return (
    <g className={onSelect ? classes.bar : undefined} aria-label={words(bar, zone)} {...pick} data-hour={bar.from} data-balanced={bar.open ? "open" : bar.balanced}>
      <title>{words(bar, zone)}</title>
      <rect x={x} y="2" width={each} height={HEIGHT - 4} rx="6" className={classes.ground} data-selected={selected || undefined} />
      {height > 0 && <rect x={left} y={base - height} width={wide} height={height} fill="var(--iso-s1)" opacity={bar.open ? 0.16 : 0.34} />}
      {height > 0 && <rect x={left} y={base - height} width={wide} height="2" rx="1" fill="var(--iso-s1)" />}
      {([["duplicate", "spark"], ["rejected", "out"], ["ignored", "hatch"]] as const).map(([term, colour]) => {
        if (bar[term] === 0) return null;
        const tall = Math.max(1.5, (bar[term] / below) * LOW);
        low -= tall + 0.75;
        return <rect key={term} x={left} y={low + 0.75} width={wide} height={tall} fill={`var(--iso-${colour})`} />;
      })}
      <Balance bar={bar} x={middle} />
    </g>
  );
}

/** What is written at a bar. Its name says the same in a sentence, so that this stands beside it and not in it. */
function BarWords({ bar, x, each, strong, labelled }: { bar: Bar; x: number; each: number; strong: boolean; labelled: boolean }) {
  const middle = x + each / 2;
  return (
    <>
      {!bar.empty && !bar.open && !bar.balanced && <text x={middle} y={FOOT - 2} textAnchor="middle" className={classes.off}>{count(bar.difference)}</text>}
      {labelled && <text x={middle} y={FOOT + 34} textAnchor="middle" className={classes.hour} data-strong={bar.strong || strong || undefined}>{bar.label}</text>}
    </>
  );
}

/** What the broker dropped stands outside the sum: it never reached ingest. */
function DropMark({ messages, x, width }: { messages: number; x: number; width: number }) {
  const right = x > width / 2;
  const roomy = width > ROOMY;
  return (
    <g data-testid="drop-mark">
      <title>{count(messages)} dropped before ingest</title>
      <path d={`M${x - 4},${SECOND - 15}h8l-4,7z`} fill="var(--iso-out)" />
      <text x={right ? x - 10 : x + 10} y={SECOND - 7} textAnchor={right ? "end" : "start"} className={classes.drop}>{count(messages)}{roomy && " dropped before ingest"}</text>
    </g>
  );
}

function Balance({ bar, x }: { bar: Bar; x: number }) {
  const y = FOOT + 8;
  if (bar.empty && !bar.open) return <path d={`M${x - 3},${y}h6`} stroke="var(--iso-line-strong)" strokeWidth="1.500" />;
  if (bar.open) return <circle cx={x} cy={y} r="6" fill="none" stroke="var(--iso-text-3)" strokeWidth="1.500" strokeDasharray="2 2.400" />;
  if (bar.balanced) return <path d={`M${x - 4},${y}l3,3l5.500,-6`} className={classes.tick} stroke="var(--iso-ok)" />;
  return <path d={`M${x - 4},${y - 4}l8,8m0,-8l-8,8`} className={classes.tick} stroke="var(--iso-out)" />;
}
