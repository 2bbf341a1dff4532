"use client";
// Who set or deleted a sensor's limits, when and why.
import { useLimitsChanges } from "@/data/api/limits";
import { problemWords } from "@/data/problem-words";
import { useReading } from "@/data/preferences";
import type { LimitsRecord } from "@/domain/types";
import { Button } from "@/ui/button";
import { Note } from "@/ui/note";
import { Sentence, Written } from "@/parts/moment";
import { momentIn, momentWords } from "@/parts/install/installation-words";
import { recordWords } from "./limits-words";
import classes from "./limits-changes.module.css";

export function LimitsChanges({ sensor, zone }: { sensor: string; zone: string }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useLimitsChanges(sensor);
  const records = data?.pages.flatMap(({ items }) => items);
  return (
    <section className={classes.changes} aria-labelledby="limits-changes">
      <h2 id="limits-changes">Changes</h2>
      {!records && error && (
        <Note tone="bad" title="The changes could not be loaded">
          {problemWords(error)} The page retries automatically.
        </Note>
      )}
      {records?.length === 0 && <p>No changes are recorded.</p>}
      {records && records.length > 0 && (
        <ol data-testid="limits-changes">
          {records.map((record) => (
            <Change key={`${record.at}${record.after?.since}`} of={record} zone={zone} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older changes
        </Button>
      )}
    </section>
  );
}

function Change({ of, zone }: { of: LimitsRecord; zone: string }) {
  const { unit } = useReading();
  const since = (of.after ?? of.before)?.since;
  return (
    <li data-action={of.action}>
      <span className={classes.when}>
        <Written at={of.at} zone={zone}>
          {momentWords(of.at - (of.at % 60_000), zone)}
        </Written>
      </span>
      <span className={classes.what}>
        <b>{of.by_name ?? of.by}</b>{" "}
        <Sentence
          text={recordWords(of, unit, zone)}
          times={[since && since - (since % 60_000)]}
          zone={zone}
          as={momentIn}
        />
        {of.reason !== null && <q>{of.reason}</q>}
      </span>
    </li>
  );
}
