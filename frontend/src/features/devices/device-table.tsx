"use client";
// The table of devices on a wide screen; only the rows in view are rendered.
import { useMemo, type RefObject } from "react";
import { useAsOfWords } from "@/data/live/as-of";
import type { Device } from "@/domain/types";
import { Icon } from "@/ui/icon";
import { useListKeys } from "@/ui/use-list-keys";
import { laidOut, useWindow } from "@/ui/use-window";
import { DeviceRow } from "./device-row";
import { pressed, type Column, type ListFilter } from "./list-filter";
import { useMore, type More } from "./use-more";
import classes from "./device-table.module.css";

const ROW_HEIGHT = 52;

export interface ListProps {
  devices: Device[];
  /** How many there are on the server; null if not known. */
  total: number | null;
  filter: ListFilter;
  more: More | null;
  onSort: (filter: ListFilter) => void;
}

export function DeviceTable({ devices, total, filter, more, onSort }: ListProps) {
  const window = useWindow(devices.length, ROW_HEIGHT);
  const [body, view] = window;
  const ids = useMemo(() => devices.map(({ name }) => name), [devices]);
  const { pinned, onFocus } = useListKeys(ids, window);
  useMore(more, view, devices.length);
  const asOf = useAsOfWords();
  const head = { filter, onSort };
  return (
    <table
      className={classes.table}
      data-testid="devices"
      aria-rowcount={(total ?? devices.length) + 1}
    >
      <caption className="visually-hidden">Devices</caption>
      <thead>
        <tr aria-rowindex={1}>
          <Head column="name" name="Device" {...head} />
          <th scope="col" className={classes.wide}>
            Home site
          </th>
          <Head
            column="state"
            name={asOf ? `State, ${asOf}` : "State"}
            className={classes.state}
            {...head}
          />
          <Head column="heard" name="Last heard" className={classes.heard} {...head} />
          <Head column="problem" name="Problem" className={classes.problem} {...head} />
          <th scope="col" className={classes.number}>
            Channels
          </th>
        </tr>
      </thead>
      <tbody ref={body as RefObject<HTMLTableSectionElement | null>}>
        {laidOut(devices.length, view, pinned).map((entry, i) => {
          if ("space" in entry) return <Space key={`space ${i}`} rows={entry.space} />;
          const device = devices[entry.at];
          return (
            device && (
              <DeviceRow key={device.name} device={device} at={entry.at} onFocus={onFocus} />
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
  filter,
  onSort,
  className,
}: {
  column: Column;
  name: string;
  filter: ListFilter;
  onSort: (filter: ListFilter) => void;
  className?: string;
}) {
  const here = filter.sort === column;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={here ? (filter.descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className={classes.sort}
        data-turn={here && !filter.descending ? "up" : undefined}
        onClick={() => onSort(pressed(filter, column))}
      >
        {name}
        {here && <Icon name="down" size={12} />}
      </button>
    </th>
  );
}
