"use client";
// The table of sensors, as on a desk.
import { useMediaQuery } from "@mantine/hooks";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useIsOld } from "@/lib/live/state-now";
import { useRowKeys } from "@/lib/use-row-keys";
import { CoverageBar } from "@/ui/coverage-bar";
import { StateMark } from "@/ui/state-mark";
import { AgainstLimits, Coverage, LastSeen, Place, SinceText, Spark24, Value } from "./cells";
import type { Row } from "./rows";
import classes from "./sensor-table.module.css";

export function SensorTable({ rows }: { rows: Row[] }) {
  const body = useRowKeys();
  const narrow = useMediaQuery("(max-width: 1099px)", false, { getInitialValueInEffect: false });
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">Sensors, worst first</caption>
      <thead>
        <tr>
          <th scope="col" className={classes.state}>State</th>
          <th scope="col">Sensor</th>
          <th scope="col" className={classes.number}>Latest</th>
          <th scope="col" className={classes.against}>Against limits</th>
          <th scope="col" className={classes.spark}>Last 24 h</th>
          <th scope="col" className={`${classes.number} ${classes.wide}`}>Coverage 24 h</th>
          <th scope="col" className={`${classes.number} ${classes.mid}`}>Last seen</th>
        </tr>
      </thead>
      <tbody ref={body}>{rows.map((row) => <SensorRow key={row.sensor.id} row={row} sparkWidth={narrow ? 160 : 250} />)}</tbody>
    </table>
  );
}

function SensorRow({ row, sparkWidth }: { row: Row; sparkWidth: number }) {
  const router = useRouter();
  const old = useIsOld();
  const { sensor, known, spark } = row;
  const href = `/sensors/${sensor.id}`;
  return (
    <tr data-sensor={sensor.id} data-state={known.state} data-testid="sensor-row" onClick={() => router.push(href)}>
      <td><StateMark state={known.state} /><div className={classes.since}><SinceText known={known} /></div></td>
      <th scope="row">
        <Link prefetch={false} href={href} data-row className={classes.name} onClick={(event) => event.stopPropagation()}>{sensor.name}</Link>
        <Place sensor={sensor} />
      </th>
      <td className={classes.number}><Value row={row} old={old} /></td>
      <td><AgainstLimits row={row} old={old} /></td>
      <td><Spark24 row={row} width={sparkWidth} /></td>
      <td className={`${classes.number} ${classes.wide}`}>
        <span className={classes.coverage}>
          {spark?.series.coverage != null && <CoverageBar part={spark.series.coverage} />}
          <b><Coverage row={row} /></b>
        </span>
      </td>
      <td className={`${classes.number} ${classes.mid}`}><LastSeen sensor={sensor} /></td>
    </tr>
  );
}
