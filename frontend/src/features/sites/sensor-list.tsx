"use client";
// The sensors of a site as a table. Buttons, or Alt with the arrow keys, move a sensor within the list.
import Link from "next/link";
import { useState, type KeyboardEvent } from "react";
import { useMoveSensor } from "@/data/api/site-sensors";
import { useSensors } from "@/data/live/sensors";
import { useAsOfWords } from "@/data/live/as-of";
import { useStateNow } from "@/data/live/state-now";
import { hasStatus, problemWords } from "@/data/problem-words";
import { judge } from "@/domain/state";
import { movedAfter } from "@/domain/site-order";
import type { SiteDetail, Sensor, State } from "@/domain/types";
import { StateMark } from "@/parts/state-mark";
import { Button } from "@/ui/button";
import { Cell } from "@/ui/cell";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import table from "@/ui/table.module.css";
import { useRowKeys } from "@/ui/use-row-keys";
import { suppliedWords } from "./sensor-words";
import classes from "./sensor-list.module.css";

interface Props {
  site: SiteDetail;
  sensors: Sensor[];
  operator: boolean;
  movable: boolean;
  chosen: string | null;
  onEdit: (sensor: Sensor) => void;
}

export function SensorList({ site, sensors, operator, movable, chosen, onEdit }: Props) {
  const body = useRowKeys();
  const live = useSensors().data;
  const now = useStateNow();
  const asOf = useAsOfWords();
  const states = new Map(live?.map((sensor) => [sensor.id, judge(sensor, now).state]));
  const move = useMoveSensor(site.slug);
  const [news, setNews] = useState("");
  const shift = (sensor: Sensor, step: -1 | 1) => {
    // A move that is being saved may still take it away from this end of the list.
    const isStuck = movedAfter(sensors, sensors.indexOf(sensor), step) === undefined;
    if (isStuck && !move.isPending) return;
    move.mutate(
      { id: sensor.id, step },
      {
        onSuccess: (moved) => {
          if (moved) setNews(`${moved.name} is now ${moved.place} of ${moved.of}`);
        },
      },
    );
  };
  return (
    <>
      {move.isError && (
        <div className={classes.failed}>
          <Note tone="bad" title="Not moved">
            {hasStatus(move.error, 412)
              ? "Someone else has changed this sensor or its order. Look at the list, and move it again."
              : problemWords(move.error)}
          </Note>
        </div>
      )}
      <table className={`${table.table} ${table.list}`} data-testid="site-sensors">
        <thead>
          <tr>
            <th scope="col">Sensor</th>
            <th scope="col" className={table.mid}>
              Supplied by
            </th>
            <th scope="col" className={table.mid}>
              State{asOf && `, ${asOf}`}
            </th>
            {operator && (
              <th scope="col">
                <span className="visually-hidden">Change</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          {sensors.map((sensor, at) => (
            <Row
              key={sensor.id}
              sensor={sensor}
              state={states.get(sensor.id) ?? sensor.state}
              operator={operator}
              selected={sensor.id === chosen}
              first={at === 0}
              last={at === sensors.length - 1}
              onShift={
                operator && movable && sensors.length > 1 ? (step) => shift(sensor, step) : null
              }
              onEdit={() => onEdit(sensor)}
            />
          ))}
        </tbody>
      </table>
      {operator && movable && sensors.length > 1 && (
        <p className={classes.keys}>
          <kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd> on a sensor’s name move it.
        </p>
      )}
      <p role="status" className="visually-hidden">
        {news}
      </p>
    </>
  );
}

function Row({
  sensor,
  state,
  operator,
  selected,
  first,
  last,
  onShift,
  onEdit,
}: {
  sensor: Sensor;
  state: State;
  operator: boolean;
  selected: boolean;
  first: boolean;
  last: boolean;
  onShift: ((step: -1 | 1) => void) | null;
  onEdit: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !onShift) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    onShift(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <tr data-sensor={sensor.id} aria-selected={selected || undefined} onKeyDown={onKeyDown}>
      <th scope="row">
        <Link prefetch={false} href={`/sensors/${sensor.id}`} data-row className={table.name}>
          {sensor.name}
        </Link>
        <span className={table.under}>{sensor.place}</span>
      </th>
      <Cell label="Supplied by" className={`${table.mid} ${table.muted}`}>
        {suppliedWords(sensor)}
      </Cell>
      <Cell label="State" className={table.mid}>
        {sensor.archived === null ? <StateMark state={state} /> : "Archived"}
      </Cell>
      {operator && (
        <td className={classes.change}>
          {onShift && (
            <>
              <Button
                kind="bare"
                size="sm"
                icon
                aria-label={`Move ${sensor.name} up`}
                aria-disabled={first || undefined}
                onClick={() => onShift(-1)}
              >
                <Icon name="up" />
              </Button>
              <Button
                kind="bare"
                size="sm"
                icon
                aria-label={`Move ${sensor.name} down`}
                aria-disabled={last || undefined}
                onClick={() => onShift(1)}
              >
                <Icon name="lower" />
              </Button>
            </>
          )}
          <Button size="sm" aria-label={`Edit ${sensor.name}`} onClick={onEdit}>
            Edit
          </Button>
        </td>
      )}
    </tr>
  );
}
