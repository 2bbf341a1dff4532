"use client";
// A row of the table of sensors.
import Link from "next/link";
import { useRouter } from "next/navigation";
import { memo } from "react";
import type { TimedSpark } from "@/data/api/sparks";
import { useIsOld } from "@/data/live/state-now";
import { Icon } from "@/ui/icon";
import { StateMark } from "@/parts/state-mark";
import { AgainstLimits, Coverage, LastSeen, Place, SinceText, Spark24, Value } from "./cells";
import type { Row } from "./rows";
import classes from "./sensor-table.module.css";

export const SensorRow = memo(function SensorRow({
  row,
  at,
  spark,
  sparkWidth,
  marked,
  onMark,
  onFocus,
}: {
  row: Row;
  at: number;
  spark: TimedSpark | undefined;
  sparkWidth: number;
  marked: boolean;
  onMark: (id: string) => void;
  onFocus: (id: string) => void;
}) {
  const router = useRouter();
  const old = useIsOld();
  const { sensor, judged } = row;
  const href = `/sensors/${sensor.id}`;
  return (
    <tr
      data-sensor={sensor.id}
      data-state={judged.state}
      data-testid="sensor-row"
      data-marked={marked || undefined}
      aria-rowindex={at + 2}
      onClick={() => router.push(href)}
    >
      <td>
        <StateMark state={judged.state} />
        <div className={classes.since}>
          <SinceText judged={judged} spark={spark} />
        </div>
      </td>
      <th scope="row">
        <div className={classes.who}>
          <span className={classes.title}>
            <Link
              prefetch={false}
              href={href}
              data-row={sensor.id}
              className={classes.name}
              title={sensor.name}
              onClick={(event) => event.stopPropagation()}
              onFocus={() => onFocus(sensor.id)}
            >
              {sensor.name}
            </Link>
            <Place sensor={sensor} />
          </span>
          <button
            type="button"
            className={classes.mark}
            aria-pressed={marked}
            aria-label={`Mark ${sensor.name} for comparison`}
            title="Mark for comparison (x)"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              onMark(sensor.id);
            }}
          >
            <Icon name={marked ? "check" : "compare"} />
          </button>
        </div>
      </th>
      <td className={classes.number}>
        <Value row={row} old={old} />
      </td>
      <td>
        <AgainstLimits row={row} old={old} />
      </td>
      <td>
        <Spark24 row={row} spark={spark} width={sparkWidth} />
      </td>
      <td className={`${classes.number} ${classes.wide}`}>
        <span className={classes.coverage}>
          <Coverage row={row} spark={spark} />
        </span>
      </td>
      <td className={`${classes.number} ${classes.mid}`}>
        <LastSeen sensor={sensor} />
      </td>
    </tr>
  );
});
