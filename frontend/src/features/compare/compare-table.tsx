"use client";
// Below the graph: each sensor's statistics of the range, and its value under the crosshair.
import { useMemo } from "react";
import { useStatistics } from "@/data/api/statistics";
import { distinctions } from "@/domain/distinct-names";
import { unitSign } from "@/domain/format";
import { useAsOfWords } from "@/data/live/as-of";
import { near } from "@/time/moment";
import { useReading } from "@/data/preferences";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import type { Sensor } from "@/domain/types";
import { useRowKeys } from "@/ui/use-row-keys";
import type { GraphCursor } from "@/parts/graph/graph";
import type { CompareControl } from "./use-compare";
import { BEFORE_KEY } from "./use-lines";
import classes from "./compare-table.module.css";
import { CompareRow } from "./compare-row";

interface Props {
  compare: CompareControl;
  sensors: Sensor[];
  range: Range;
  /** The period that the range is compared with, in ms; null without one. */
  earlier: { from: number; to: number } | null;
  cursor: GraphCursor | null;
  zone: string;
  onPointed: (id: string | null) => void;
}

/** The start of the points under the crosshair, equal to the time on the axis. */
function startOf({ at, points }: GraphCursor): number {
  const starts = Object.entries(points).flatMap(([key, point]) =>
    point && !key.endsWith(BEFORE_KEY) ? [point.from] : [],
  );
  return starts.length > 0 ? Math.min(...starts) : at;
}

export function CompareTable({ compare, sensors, range, earlier, cursor, zone, onPointed }: Props) {
  const statistics = useStatistics(
    sensors.map(({ id }) => id),
    range,
    serverNow,
  );
  const before = useStatistics(
    earlier ? sensors.map(({ id }) => id) : [],
    earlier ?? range,
    serverNow,
  );
  const { unit } = useReading();
  const asOf = useAsOfWords();
  const body = useRowKeys();
  const told = useMemo(() => distinctions(sensors), [sensors]);
  const at = cursor ? `At ${near(startOf(cursor), serverNow(), zone)}` : "At cursor";
  return (
    <>
      <table className={classes.table} data-testid="compare-table">
        <caption className="visually-hidden">The compared sensors, in {unitSign(unit)}</caption>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              <span className="visually-hidden">Drawn</span>
            </th>
            <th scope="col">Sensor</th>
            <th scope="col" className={classes.state}>
              State
            </th>
            <th scope="col" className={classes.number} data-at={cursor ? true : undefined}>
              {at}
            </th>
            <th scope="col" className={classes.number}>
              Latest{asOf && `, ${asOf}`}
            </th>
            <th scope="col" className={classes.number}>
              Min
            </th>
            <th scope="col" className={classes.number}>
              Mean
            </th>
            <th scope="col" className={classes.number}>
              Max
            </th>
            <th scope="col" className={classes.number}>
              Above limit
            </th>
            <th scope="col" className={classes.number}>
              Below limit
            </th>
            <th scope="col" className={classes.number}>
              Coverage
            </th>
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {compare.view.lines.flatMap((line) => {
            const sensor = sensors.find(({ id }) => id === line.id);
            const figures = statistics.data?.find((entry) => entry.sensor === line.id);
            return sensor
              ? [
                  <CompareRow
                    key={line.id}
                    line={line}
                    sensor={sensor}
                    figures={figures}
                    earlier={
                      earlier ? before.data?.find((entry) => entry.sensor === line.id) : undefined
                    }
                    unit={unit}
                    {...{ compare, range, cursor, at, told, onPointed }}
                  />,
                ]
              : [];
          })}
        </tbody>
      </table>
      {statistics.isError && (
        <p className={classes.failed} role="status">
          The statistics for this range could not be loaded.
        </p>
      )}
    </>
  );
}
