"use client";
// Bars of offered elements above, of elements not stored below on a separate scale, and each hour's balance.
import { useElementSize } from "@mantine/hooks";
import { count } from "@/domain/format";
import { serverNow } from "@/time/server-clock";
import { roundStep } from "@/domain/value-scale";
import type { BookDifference, Drop, LedgerHour } from "@/domain/types";
import { BarShape, BarWords } from "./bar-shape";
import { barsOf, shortCount, type Bar } from "./bars";
import { FOOT, HEIGHT, HIGH, LEFT, LOW, RIGHT, SECOND, TOP } from "./bars-layout";
import classes from "./ledger-bars.module.css";

/** On a narrower chart the text would overlap the heading. */
const ROOMY = 560;

interface Props {
  hours: LedgerHour[];
  /** Differences found by counting the stored rows. */
  books: BookDifference[];
  /** The broker's newest loss, if any. */
  dropped: Drop | null;
  spanHours: number;
  zone: string;
  selected: number | null;
  onSelect: (hour: number | null) => void;
}

function axis(most: number): { top: number; marks: number[] } {
  const step = Math.max(1, roundStep(Math.max(1, most), 3));
  const marks = [0, 1, 2, 3].map((i) => i * step).filter((mark, i) => i < 2 || mark <= most * 1.05);
  return { top: Math.max(most * 1.06, marks.at(-1) ?? 1), marks };
}

export function LedgerBars({ hours, books, dropped, spanHours, zone, selected, onSelect }: Props) {
  const { ref, width } = useElementSize();
  const bars = barsOf(hours, spanHours, serverNow(), zone, books);
  const above = axis(Math.max(0, ...bars.map((bar) => bar.offered)));
  const below = axis(Math.max(4, ...bars.map((bar) => bar.duplicate + bar.rejects + bar.ignored)));
  const slot = Math.max(0, width - LEFT - RIGHT) / Math.max(1, bars.length);
  const chosen = (bar: Bar) => selected !== null && selected >= bar.from && selected < bar.to;
  return (
    <div ref={ref} className={classes.box}>
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          role="group"
          aria-label="Elements per hour"
          data-testid="ledger-bars"
        >
          <Axis marks={above.marks} top={above.top} height={HIGH} from={TOP} width={width} />
          <Axis marks={below.marks} top={below.top} height={LOW} from={SECOND} width={width} />
          <text x={LEFT} y="11" className={classes.name}>
            Offered
          </text>
          <text x={LEFT} y={SECOND - 7} className={classes.name}>
            Not stored, or not read (separate scale)
          </text>
          <text x={LEFT - 8} y={FOOT + 12} className={classes.mark} textAnchor="end">
            balance
          </text>
          {bars.map((bar, i) => (
            <BarShape
              key={bar.from}
              bar={bar}
              x={LEFT + i * slot}
              slot={slot}
              above={above.top}
              below={below.top}
              zone={zone}
              selected={chosen(bar)}
              onSelect={
                spanHours <= 24
                  ? () => onSelect(selected === bar.from ? null : bar.from)
                  : undefined
              }
            />
          ))}
          <g className={classes.words} aria-hidden="true">
            {bars.map((bar, i) => (
              <BarWords
                key={bar.from}
                bar={bar}
                x={LEFT + i * slot}
                slot={slot}
                strong={chosen(bar)}
                labelled={slot > 26 || i % Math.ceil(44 / slot) === 0}
              />
            ))}
          </g>
          {bars.map(
            (bar, i) =>
              dropped &&
              dropped.from >= bar.from &&
              dropped.from < bar.to && (
                <DropMark
                  key={bar.from}
                  messages={dropped.count}
                  x={LEFT + (i + 0.5) * slot}
                  width={width}
                />
              ),
          )}
        </svg>
      )}
    </div>
  );
}

function Axis({
  marks,
  top,
  height,
  from,
  width,
}: {
  marks: number[];
  top: number;
  height: number;
  from: number;
  width: number;
}) {
  return marks.map((mark) => {
    const y = from + height - (mark / top) * height;
    return (
      <g key={mark}>
        <line x1={LEFT} x2={width - RIGHT} y1={y} y2={y} stroke="var(--iso-grid)" />
        <text x={LEFT - 8} y={y + 4} textAnchor="end" className={classes.mark}>
          {shortCount(mark)}
        </text>
      </g>
    );
  });
}

/** A mark for messages that the broker dropped: they never reached ingest and are not in the equation. */
function DropMark({ messages, x, width }: { messages: number; x: number; width: number }) {
  const right = x > width / 2;
  const roomy = width > ROOMY;
  return (
    <g data-testid="drop-mark">
      <title>{count(messages)} dropped before ingest</title>
      <path d={`M${x - 4},${SECOND - 15}h8l-4,7z`} fill="var(--iso-out)" />
      <text
        x={right ? x - 10 : x + 10}
        y={SECOND - 7}
        textAnchor={right ? "end" : "start"}
        className={classes.drop}
      >
        {count(messages)}
        {roomy && " dropped before ingest"}
      </text>
    </g>
  );
}
