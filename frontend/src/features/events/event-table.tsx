"use client";
// The events as rows: begin, end, duration, and what was wrong.
import { useZone } from "@/data/zones";
import type { SystemEvent } from "@/domain/types";
import { duration } from "@/time/duration";
import { dayAndTime } from "@/time/moment";
import { Moment } from "@/parts/moment";
import { Cell } from "@/ui/cell";
import table from "@/ui/table.module.css";
import classes from "./events-page.module.css";
import { countWords, KINDS } from "./words";

export function EventTable({ events }: { events: SystemEvent[] }) {
  const zone = useZone(null);
  return (
    <table className={`${table.table} ${table.list}`} data-testid="events">
      <caption className="visually-hidden">Events of the system, newest first</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Began</th>
          <th scope="col">Ended</th>
          <th scope="col">Duration</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr
            key={`${event.kind} ${event.since} ${event.detail}`}
            data-kind={event.kind}
            data-open={event.until === null || undefined}
          >
            <th scope="row">
              <span className={table.name}>
                {[KINDS[event.kind], countWords(event)].filter(Boolean).join(", ")}
              </span>
              <span className={classes.detail}>{event.detail}</span>
            </th>
            <Cell label="Began" className={classes.time}>
              <Moment at={event.since} zone={zone} as={dayAndTime} />
            </Cell>
            <Cell label="Ended" className={classes.time}>
              {event.until === null ? (
                <b className={classes.open}>not ended</b>
              ) : (
                <Moment at={event.until} zone={zone} as={dayAndTime} />
              )}
            </Cell>
            <Cell label="Duration" className={classes.time}>
              {event.until === null && "so far "}
              {duration(event.seconds * 1000)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
