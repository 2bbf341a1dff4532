"use client";
// What became no reading: by reason, newest first, and one of them in full.
import { useState } from "react";
import { useRejects } from "@/lib/api/rejects";
import { count } from "@/lib/format";
import { serverNow } from "@/lib/server-clock";
import { clock, near } from "@/lib/moment";
import type { LedgerCounts, Reason, Reject } from "@/lib/types";
import { Button } from "@/ui/button";
import { Chip, Chips } from "@/ui/chip";
import { Icon } from "@/ui/icon";
import { BoneRows } from "@/ui/skeleton";
import { NoRejects, RejectsFailed } from "./faces";
import { RejectCard } from "./reject-card";
import type { LedgerView } from "./view";
import classes from "./rejects.module.css";

const HOUR = 3_600_000;

interface Props {
  view: LedgerView;
  hours: number;
  zone: string;
  total: LedgerCounts | null;
  onView: (view: LedgerView) => void;
}

export function Rejects({ view, hours, zone, total, onView }: Props) {
  const to = view.hour === null ? null : view.hour + HOUR;
  const answer = useRejects({ from: view.hour, to, hours, reason: view.reason }, serverNow);
  const [chosen, setChosen] = useState<number | null>(null);
  const pages = answer.data?.pages;
  const counts = pages?.[0]?.counts ?? [];
  const rejects = pages?.flatMap((page) => page.items) ?? [];
  const all = counts.reduce((sum, one) => sum + one.count, 0);
  const reject = rejects.find((one) => one.id === chosen);
  const shown = view.reason === null ? all : counts.find((one) => one.reason === view.reason)?.count ?? 0;
  return (
    <section className={classes.split} data-open={reject ? true : undefined} aria-label="Rejects">
      <div>
        <div className={classes.head}>
          <h2>Rejects{view.hour !== null && `, ${clock(view.hour, zone)} to ${clock(view.hour + HOUR, zone)}`}</h2>
          {all > 0 && (
            <Chips label="Reason">
              <Chip pressed={view.reason === null} number={all} onPress={() => onView({ ...view, reason: null })}>All</Chip>
              {counts.map((one) => (
                <Chip key={one.reason} pressed={view.reason === one.reason} number={one.count}
                  onPress={() => onView({ ...view, reason: view.reason === one.reason ? null : (one.reason as Reason) })}>
                  {one.title}
                </Chip>
              ))}
            </Chips>
          )}
          {view.hour !== null && (
            <Button kind="bare" size="sm" icon aria-label="Show all hours" onClick={() => onView({ ...view, hour: null })}><Icon name="x" /></Button>
          )}
        </div>
        {!pages && answer.isError && <RejectsFailed error={answer.error} />}
        {!pages && !answer.isError && <BoneRows rows={4} />}
        {pages && rejects.length === 0 && <NoRejects total={total} hours={view.hour === null ? hours : 1} filtered={view.reason !== null} />}
        {rejects.length > 0 && <RejectTable rejects={rejects} chosen={chosen} zone={zone} onChoose={setChosen} />}
        {rejects.length > 0 && (
          <div className={classes.foot}>
            <span>{count(rejects.length)} of {count(shown)}, newest first</span>
            {answer.hasNextPage && (
              <Button size="sm" disabled={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>Older<Icon name="right" /></Button>
            )}
          </div>
        )}
      </div>
      {reject && <RejectCard reject={reject} zone={zone} onClose={() => setChosen(null)} />}
    </section>
  );
}

function RejectTable({ rejects, chosen, zone, onChoose }: {
  rejects: Reject[]; chosen: number | null; zone: string; onChoose: (id: number) => void;
}) {
  return (
    <table className={classes.table} data-testid="rejects">
      <thead><tr><th scope="col">Received</th><th scope="col">Reason</th><th scope="col" className={classes.device}>Device / channel</th><th scope="col">Payload</th></tr></thead>
      <tbody>
        {rejects.map((reject) => (
          <tr key={reject.id} data-reason={reject.reason} aria-selected={reject.id === chosen} onClick={() => onChoose(reject.id)}>
            <td><button type="button" className={classes.open} onClick={() => onChoose(reject.id)}>{near(reject.received, serverNow(), zone)}:{clock(reject.received, zone, true).slice(-2)}</button></td>
            <td>{reject.title}</td>
            <td className={classes.device}><code>{reject.device === null ? reject.topic : `${reject.device}/${reject.channel ?? ""}`}</code></td>
            <td><code>{reject.payload_text ?? reject.payload_hex}</code></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
