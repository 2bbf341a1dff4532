"use client";
// The device's newest rejects of the last 7 days, and the way to all of them, of the same days.
import Link from "next/link";
import { useRejects } from "@/data/api/rejects";
import { problemWords } from "@/data/problem-words";
import { count } from "@/domain/format";
import { rejects } from "@/domain/reject-words";
import type { DeviceDetail, Reject } from "@/domain/types";
import { Moment } from "@/parts/moment";
import type { Zone } from "@/time/zoned";
import { serverNow } from "@/time/server-clock";
import { Cell } from "@/ui/cell";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import table from "@/ui/table.module.css";
import { useDeviceZone } from "./use-device-zone";
import classes from "./recent-rejects.module.css";

const SHOWN = 5;
const DAYS = 7;

export function RecentRejects({ device }: { device: DeviceDetail }) {
  const filter = { from: null, to: null, hours: DAYS * 24, reason: null, device: device.name };
  const { data, error } = useRejects(filter, serverNow);
  const zone = useDeviceZone(device);
  const page = data?.pages[0];
  const total = page?.counts.reduce((sum, { count: of }) => sum + of, 0) ?? 0;
  return (
    <section aria-labelledby="rejects" data-testid="recent-rejects">
      <div className={classes.head}>
        <h2 id="rejects">Rejects of the last {DAYS} days</h2>
        <Link className="link" href={`/ledger?range=7d&device=${encodeURIComponent(device.name)}`}>
          All rejects of this device
        </Link>
      </div>
      {!page && error && (
        <Note tone="bad" title="The rejects could not be loaded">
          {problemWords(error)}
        </Note>
      )}
      {!page && !error && <SkeletonRows rows={2} />}
      {page && total === 0 && <p className={classes.none}>None: each message became readings.</p>}
      {page && total > 0 && (
        <>
          <p className={classes.none}>
            {rejects(total)}:{" "}
            {page.counts.map(({ title, count: of }) => `${title}, ${count(of)}`).join(" · ")}
          </p>
          <Newest of={page.items.slice(0, SHOWN)} zone={zone} />
        </>
      )}
    </section>
  );
}

function Newest({ of, zone }: { of: Reject[]; zone: Zone }) {
  if (of.length === 0) return null;
  return (
    <table className={`${table.table} ${table.list} ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">Received</th>
          <th scope="col">Reason</th>
          <th scope="col">Channel</th>
          <th scope="col" className={table.mid}>
            Payload
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map((reject) => (
          <tr key={reject.id}>
            <td>
              <Moment at={reject.received} zone={zone} />
            </td>
            <Cell label="Reason">{reject.title}</Cell>
            <Cell label="Channel">
              <code>{reject.channel ?? reject.topic}</code>
            </Cell>
            <Cell label="Payload" className={`${table.mid} ${classes.payload}`}>
              <code>{reject.payload_text ?? reject.payload_hex}</code>
            </Cell>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
