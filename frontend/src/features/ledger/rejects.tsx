"use client";
// The rejects: filtered by reason, newest first, with one of them in full.
import { useEffect, useRef, useState } from "react";
import { useMe } from "@/data/api/me";
import { rejectRange, useRejects } from "@/data/api/rejects";
import { useReplayable } from "@/data/api/replays";
import { serverNow } from "@/time/server-clock";
import { problemWords } from "@/data/problem-words";
import { mayAnywhere } from "@/domain/roles";
import type { LedgerCounts } from "@/domain/types";
import { Button } from "@/ui/button";
import { Split } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { NoRejects, RejectsFailed } from "./placeholders";
import { RejectCard } from "./reject-card";
import { RejectFilter } from "./reject-filter";
import { RejectTable } from "./reject-table";
import { countedWords } from "./counted-words";
import { ReplayAll } from "./replay-all";
import { footWords, notKept } from "./replay-words";
import { Replays } from "./replays";
import { useReplay } from "./use-replay";
import { spanWords, type LedgerView } from "./view";
import classes from "./rejects.module.css";

const HOUR = 3_600_000;
/** An hour that ended longer ago is not counted any more. */
const SETTLED = 60_000;

interface Props {
  view: LedgerView;
  hours: number;
  zone: string;
  total: LedgerCounts | null;
  /** The ledger's counts of the hour that is shown, or of all hours. */
  counted: LedgerCounts | null;
  /** When these were read. */
  countedAt: number;
  onView: (view: LedgerView) => void;
}

export function Rejects({ view, hours, zone, total, counted, countedAt, onView }: Props) {
  const to = view.hour === null ? null : view.hour + HOUR;
  const filter = { from: view.hour, to, hours, reason: view.reason, device: view.device };
  const query = useRejects(filter, serverNow, false);
  useWith(countedAt, query, to === null || to > serverNow() - SETTLED);
  const [chosen, setChosen] = useState<number | null>(null);
  const me = useMe().data;
  const operator = mayAnywhere(me, "operator");
  const replay = useReplay(operator);
  const pages = query.data?.pages;
  const counts = pages?.[0]?.counts ?? [];
  const rejects = pages?.flatMap((page) => page.items) ?? [];
  const reject = rejects.find((reject) => reject.id === chosen);
  const shown =
    view.reason === null ? counts : counts.filter((reason) => reason.reason === view.reason);
  const range = () => rejectRange(filter, serverNow());
  const replayable = useReplayable(range, { ...view, hours }, operator).data ?? null;
  const titles = new Map(counts.map((reason) => [reason.reason, reason.title]));
  return (
    <>
      <Split
        label="Rejects"
        card={
          reject && (
            <RejectCard
              reject={reject}
              zone={zone}
              job={replay.jobOf(reject.id)}
              busy={replay.busy}
              onReplay={() => replay.one(reject.id)}
              onClose={() => setChosen(null)}
            />
          )
        }
      >
        <RejectFilter counts={counts} view={view} zone={zone} onView={onView} />
        {pages && (
          <p className={classes.counted} data-testid="rejects-counted">
            {view.hour === null && `Last ${spanWords(view.span)}: `}
            {countedWords(counts, counted, view.device, me?.admin ?? false)}
          </p>
        )}
        {!pages && query.isError && <RejectsFailed error={query.error} />}
        {!pages && !query.isError && <SkeletonRows rows={4} />}
        {pages && rejects.length === 0 && (
          <NoRejects
            total={total}
            hours={view.hour === null ? hours : 1}
            filter={view.reason !== null ? "reason" : view.device !== null ? "device" : null}
          />
        )}
        {rejects.length > 0 && (
          <RejectTable
            rejects={rejects}
            chosen={chosen}
            zone={zone}
            onChoose={setChosen}
            onReplay={operator ? replay.one : null}
            busy={replay.busy}
          />
        )}
        {(rejects.length > 0 || notKept(shown) > 0) && (
          <div className={classes.foot}>
            <span data-testid="rejects-foot">{footWords(rejects.length, shown)}</span>
            {replayable !== null && replayable.of > 0 && (
              <ReplayAll
                of={replayable}
                busy={replay.busy}
                onReplay={() => replay.filtered(range(), view)}
              />
            )}
            {query.hasNextPage && (
              <Button
                size="sm"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Older
                <Icon name="right" />
              </Button>
            )}
          </div>
        )}
        {replay.error !== null && (
          <Note tone="bad" title="The replay was not started">
            {problemWords(replay.error)}
          </Note>
        )}
      </Split>
      {operator && (
        <Replays
          zone={zone}
          titleOf={(reason) => titles.get(reason) ?? reason.replaceAll("_", " ")}
        />
      )}
    </>
  );
}

/** Refetch a query whenever the ledger was read again, so that both show the same moment. */
function useWith(
  readAt: number,
  { dataUpdatedAt, refetch }: ReturnType<typeof useRejects>,
  live: boolean,
) {
  // Once for each reading: a clock that is set back must not make it ask for ever.
  const followed = useRef(0);
  useEffect(() => {
    if (!live || readAt <= followed.current) return;
    followed.current = readAt;
    if (readAt > dataUpdatedAt) void refetch({ cancelRefetch: false });
  }, [live, readAt, dataUpdatedAt, refetch]);
}
