"use client";
// The sensors as cards, on a phone.
import Link from "next/link";
import { useIsOld } from "@/lib/live/state-now";
import { StateMark } from "@/ui/state-mark";
import { AgainstLimits, Place, SinceText, Spark24, Value } from "./cells";
import type { Row } from "./rows";
import classes from "./sensor-cards.module.css";

export function SensorCards({ rows }: { rows: Row[] }) {
  const old = useIsOld();
  return (
    <ul className={classes.cards} aria-label="Sensors, worst first">
      {rows.map((row) => (
        <li key={row.sensor.id} data-sensor={row.sensor.id} data-state={row.known.state} data-testid="sensor-row">
          <Link prefetch={false} href={`/sensors/${row.sensor.id}`} className={classes.card}>
            <span className={classes.name}>{row.sensor.name}</span>
            <span className={classes.right}><Value row={row} old={old} /></span>
            <Place sensor={row.sensor} />
            <span className={classes.right}><AgainstLimits row={row} old={old} /></span>
            <span className={classes.state}>
              <StateMark state={row.known.state} /> <span className={classes.since}><SinceText known={row.known} /></span>
            </span>
            <span className={classes.spark}><Spark24 row={row} width={132} height={26} /></span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
