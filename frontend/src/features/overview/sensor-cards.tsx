"use client";
// The sensors as cards, on a phone; only those in view are rendered.
import Link from "next/link";
import { memo, type RefObject } from "react";
import type { TimedSpark } from "@/data/api/sparks";
import { useIsOld } from "@/data/live/state-now";
import { laidOut, useWindow } from "@/ui/use-window";
import { StateMark } from "@/parts/state-mark";
import { AgainstLimits, Place, SinceText, Spark24, Value } from "./cells";
import type { Row } from "./rows";
import { useListKeys } from "./use-list-keys";
import type { Marks } from "./use-marks";
import { useSparksInView } from "./use-sparks";
import classes from "./sensor-cards.module.css";

const CARD_HEIGHT = 92;

export function SensorCards({ rows, marks }: { rows: Row[]; marks: Marks }) {
  const window = useWindow(rows.length, CARD_HEIGHT);
  const [list, view] = window;
  const { pinned, onFocus } = useListKeys(rows, window, marks);
  const sparks = useSparksInView(rows, view);
  return (
    <ul ref={list as RefObject<HTMLUListElement | null>} aria-label="Sensors">
      {laidOut(rows.length, view, pinned).map((entry, i) => {
        if ("space" in entry)
          return (
            <li
              key={`space ${i}`}
              aria-hidden="true"
              style={{ height: entry.space * CARD_HEIGHT }}
            />
          );
        const row = rows[entry.at];
        return (
          row && (
            <Card
              key={row.sensor.id}
              row={row}
              at={entry.at}
              of={rows.length}
              spark={sparks.get(row.sensor.id)}
              onFocus={onFocus}
            />
          )
        );
      })}
    </ul>
  );
}

const Card = memo(function Card({
  row,
  at,
  of,
  spark,
  onFocus,
}: {
  row: Row;
  at: number;
  of: number;
  spark: TimedSpark | undefined;
  onFocus: (id: string) => void;
}) {
  const old = useIsOld();
  const { sensor, judged } = row;
  return (
    <li
      data-sensor={sensor.id}
      data-state={judged.state}
      data-testid="sensor-row"
      aria-posinset={at + 1}
      aria-setsize={of}
    >
      <Link
        prefetch={false}
        href={`/sensors/${sensor.id}`}
        data-row={sensor.id}
        className={classes.card}
        onFocus={() => onFocus(sensor.id)}
      >
        <span className={classes.name}>{sensor.name}</span>
        <span className={classes.right}>
          <Value row={row} old={old} />
        </span>
        <span className={classes.place}>
          <Place sensor={sensor} />
        </span>
        <span className={classes.against}>
          <AgainstLimits row={row} old={old} />
        </span>
        <span className={classes.state}>
          <StateMark state={judged.state} />{" "}
          <span className={classes.since}>
            <SinceText judged={judged} spark={spark} />
          </span>
        </span>
        <span className={classes.spark}>
          <Spark24 row={row} spark={spark} width={132} height={26} />
        </span>
      </Link>
    </li>
  );
});
