"use client";
// Says on the graph that the interval set by hand is not what the sensor sends; operators correct it in a press.
import { useState } from "react";
import { useInterval, useSetInterval } from "@/data/api/limits";
import { useMe } from "@/data/api/me";
import { problemWords } from "@/data/problem-words";
import { effectWords, isAsExpected, seenInterval } from "@/domain/interval-check";
import { may } from "@/domain/roles";
import type { IntervalChange, IntervalHistory, Sensor, Statistics } from "@/domain/types";
import { spacing } from "@/time/duration";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Note } from "@/ui/note";
import classes from "./interval-hint.module.css";

/** The interval before it was corrected, to undo that. */
interface Before {
  interval_s: number;
  since: number | null;
}

interface Props {
  sensor: Sensor;
  /** When the sensor's first reading was measured, in ms; null if it is not known. */
  first: number | null;
  figures: Statistics | undefined;
}

export function IntervalHint({ sensor, first, figures }: Props) {
  const { data } = useInterval(sensor.id);
  const [before, setBefore] = useState<Before | null>(null);
  // Kept here: the hint is gone as soon as the interval fits, which may be before the answer is told.
  const set = useSetInterval(sensor.id);
  if (!data) return null;
  if (before === null && (!data.contradicted || isAsExpected(figures))) return null;
  return <Hint sensor={sensor} interval={data} {...{ set, first, before, onBefore: setBefore }} />;
}

function Hint({
  sensor,
  interval,
  set,
  first,
  before,
  onBefore,
}: {
  sensor: Sensor;
  set: ReturnType<typeof useSetInterval>;
  interval: IntervalHistory;
  first: number | null;
  before: Before | null;
  onBefore: (before: Before | null) => void;
}) {
  const operator = may(useMe().data, "operator", sensor.site);
  const seen = seenInterval(interval);
  const send = (changes: IntervalChange, next: Before | null) =>
    set.mutate({ changes, etag: interval.etag }, { onSuccess: () => onBefore(next) });
  if (before !== null)
    return (
      <div className={classes.hint} data-tone="good" role="status" data-testid="interval-changed">
        <Icon name="ok" />
        <p>
          Expected every {interval.set_s === null ? "–" : spacing(interval.set_s)} now, instead of
          every {spacing(before.interval_s)}. Gaps and coverage are being recalculated.
        </p>
        <Button size="sm" disabled={set.isPending} onClick={() => send(before, null)}>
          Undo
        </Button>
        <Failed error={set.error} />
      </div>
    );
  const wrong = interval.set_s;
  if (seen === null || wrong === null) return null;
  // From when the wrong one began, so that the past is judged by the right one too.
  const since = interval.items[0]?.since ?? first;
  return (
    <div className={classes.hint} data-testid="interval-hint">
      <Icon name="alert" />
      <p>
        <b>
          It sends every {spacing(seen)}; expected every {spacing(wrong)}.
        </b>{" "}
        {effectWords(wrong, seen)}
        {!operator && " An operator of the site can change the expected interval."}
      </p>
      {operator && (
        <Button
          size="sm"
          disabled={set.isPending}
          aria-label={`Change: expect it every ${spacing(seen)}`}
          onClick={() => send({ interval_s: seen, since }, { interval_s: wrong, since })}
        >
          Change to {spacing(seen)}
        </Button>
      )}
      <Failed error={set.error} />
    </div>
  );
}

function Failed({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <div className={classes.failed}>
      <Note tone="bad" title="Not changed">
        {problemWords(error)}
      </Note>
    </div>
  );
}
