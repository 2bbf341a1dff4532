"use client";
// The parts of the system and their running processes, with version and last sign of life.
import type { PartInstance, Status } from "@/domain/types";
import { Moment } from "@/parts/moment";
import { age, near } from "@/time/moment";
import type { Zone } from "@/time/zoned";
import { Cell } from "@/ui/cell";
import table from "@/ui/table.module.css";
import { versions } from "./finding-words";
import classes from "./status-page.module.css";

const DOES: Record<Status["parts"][number]["part"], string> = {
  frontend: "the pages",
  api: "answers people",
  ingest: "stores readings",
  worker: "rolls up, watches, looks after the broker",
};
const STATES: Record<PartInstance["state"], string> = {
  running: "runs",
  draining: "leaves the broker",
  quiet: "no requests",
  gone: "gone",
};

export function PartsTable({ status, zone }: { status: Status; zone: Zone }) {
  const differ = versions(status).length > 1;
  return (
    <table className={`${table.table} ${table.list} ${classes.parts}`} data-testid="parts">
      <caption className="visually-hidden">Parts and their instances</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Instance</th>
          <th scope="col">Version</th>
          <th scope="col">Runs since</th>
          <th scope="col">Last seen</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {status.parts.map(({ part, instances }) =>
          instances.length === 0 ? (
            <tr key={part} data-part={part}>
              <PartName part={part} />
              <td colSpan={5} className={table.muted}>
                {part === "frontend" ? "none has sent a request in the last day" : "none"}
              </td>
            </tr>
          ) : (
            instances.map((instance, i) => (
              <tr key={`${part} ${instance.instance}`} data-part={part} data-state={instance.state}>
                {i === 0 ? (
                  <PartName part={part} />
                ) : (
                  <th scope="row">
                    <span className={classes.again}>{part}</span>
                  </th>
                )}
                <Cell label="Instance">
                  <span className={classes.name}>{instance.instance}</span>
                </Cell>
                <Cell label="Version" data-differs={differ || undefined}>
                  {instance.version ?? "unknown"}
                </Cell>
                <Cell label="Runs since">
                  <Moment at={instance.started} zone={zone} as={near} />
                </Cell>
                <Cell label="Last seen">
                  <Moment at={instance.seen} zone={zone} as={age} />
                </Cell>
                <Cell label="State">
                  <span className={classes.state}>{STATES[instance.state]}</span>
                </Cell>
              </tr>
            ))
          ),
        )}
      </tbody>
    </table>
  );
}

function PartName({ part }: { part: keyof typeof DOES }) {
  return (
    <th scope="row">
      <span className={table.name}>{part}</span>
      <span className={table.under}>{DOES[part]}</span>
    </th>
  );
}
