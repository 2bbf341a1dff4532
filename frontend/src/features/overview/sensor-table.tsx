"use client";
// The table of sensors, as on a desk.
import { useMediaQuery } from "@mantine/hooks";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useIsOld } from "@/lib/live/state-now";
import { useKeys } from "@/lib/use-keys";
import { CoverageBar } from "@/ui/coverage-bar";
import { StateMark } from "@/ui/state-mark";
import { AgainstLimits, Coverage, LastSeen, Place, SinceText, Spark24, Value } from "./cells";
import type { Row } from "./rows";
import classes from "./sensor-table.module.css";

export function SensorTable({ rows }: { rows: Row[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const narrow = useMediaQuery("(max-width: 1099px)", false, { getInitialValueInEffect: false });
  const move = (step: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>("a[data-row]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
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
