"use client";
// The table of sensors on a wide screen: thousands of rows, only those in view are rendered.
import { useMediaQuery } from "@mantine/hooks";
import type { RefObject } from "react";
import { laidOut, useWindow } from "@/ui/use-window";
import { Icon } from "@/ui/icon";
import { columnOf, isDown, pressed, type Column, type Sort } from "./order";
import type { Row } from "./rows";
import { useListKeys } from "./use-list-keys";
import type { Marks } from "./use-marks";
import { useSparksInView } from "./use-sparks";
import classes from "./sensor-table.module.css";
import { SensorRow } from "./sensor-row";

const ROW_HEIGHT = 52;

export function SensorTable({
  rows,
  sort,
  marks,
  onSort,
}: {
  rows: Row[];
  sort: Sort;
  marks: Marks;
  onSort: (sort: Sort) => void;
}) {
  const window = useWindow(rows.length, ROW_HEIGHT);
  const [body, view] = window;
  const { pinned, onFocus } = useListKeys(rows, window, marks);
  const sparks = useSparksInView(rows, view);
  const narrow = useMediaQuery("(max-width: 1099px)", false, { getInitialValueInEffect: false });
  const head = { sort, onSort };
  return (
    <table className={classes.table} aria-rowcount={rows.length + 1}>
      <caption className="visually-hidden">Sensors{sort === "worst" && ", worst first"}</caption>
      <thead>
        <tr aria-rowindex={1}>
          <th
            scope="col"
            className={classes.state}
            aria-sort={sort === "worst" ? "descending" : undefined}
          >
            <button type="button" className={classes.sort} onClick={() => onSort("worst")}>
              State{sort === "worst" && <Icon name="down" size={12} />}
            </button>
          </th>
          <Head column="name" name="Sensor" {...head} />
          <Head
            column="latest"
            name="Latest"
            className={`${classes.number} ${classes.latest}`}
            {...head}
          />
          <th scope="col" className={classes.against}>
            Against limits
          </th>
          <th scope="col" className={classes.spark}>
            Last 24 h
          </th>
          <Head
            column="coverage"
            name="Coverage 24 h"
            className={`${classes.number} ${classes.wide}`}
            {...head}
          />
          <Head
            column="seen"
            name="Last seen"
            className={`${classes.number} ${classes.mid}`}
            {...head}
          />
        </tr>
      </thead>
      <tbody ref={body as RefObject<HTMLTableSectionElement | null>}>
        {laidOut(rows.length, view, pinned).map((entry, i) => {
          if ("space" in entry) return <Space key={`space ${i}`} rows={entry.space} />;
          const row = rows[entry.at];
          return (
            row && (
              <SensorRow
                key={row.sensor.id}
                row={row}
                at={entry.at}
                spark={sparks.get(row.sensor.id)}
                sparkWidth={narrow ? 160 : 250}
                marked={marks.ids.includes(row.sensor.id)}
                onMark={marks.toggle}
                onFocus={onFocus}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

/** The height of rows that are not rendered; assistive technology knows them by the row indices. */
const Space = ({ rows }: { rows: number }) => (
  <tr aria-hidden="true" className={classes.space}>
    <td style={{ height: rows * ROW_HEIGHT }} />
  </tr>
);

function Head({
  column,
  name,
  sort,
  onSort,
  className,
}: {
  column: Column;
  name: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  className?: string;
}) {
  const here = columnOf(sort) === column;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={here ? (isDown(sort) ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className={classes.sort}
        data-turn={here && !isDown(sort) ? "up" : undefined}
        onClick={() => onSort(pressed(sort, column))}
      >
        {name}
        {here && <Icon name="down" size={12} />}
      </button>
    </th>
  );
}
