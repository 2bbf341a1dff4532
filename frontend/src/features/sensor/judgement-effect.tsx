"use client";
// What a change of limits does to the excursions that are counted, before it is made.
import { useState } from "react";
import { MOST_EXCURSIONS, useExcursions } from "@/data/api/excursions";
import { effectOf, effectWords, isStricter, mayJoin } from "@/domain/excursion-effect";
import type { DatedLimits, Grace, Sensor } from "@/domain/types";
import { serverNow } from "@/time/server-clock";
import { spanWords } from "@/parts/install/installation-words";

type Bounds = Pick<DatedLimits, "low" | "high"> & Grace;

/** Nobody's judgement is looked at longer than this before now. */
const LONGEST = 10 * 366 * 86_400_000;

/** Words for the time from `since` until `end` (null: now), if `to` replace the limits `from`. */
export function JudgementEffect({
  sensor,
  since,
  end,
  from,
  to,
  zone,
}: {
  sensor: Sensor;
  since: number;
  end: number | null;
  from: Bounds;
  to: Bounds;
  zone: string;
}) {
  const [now] = useState(() => Math.floor(serverNow()));
  const until = Math.max(end ?? now, since + 1);
  const range = { from: Math.max(since, until - LONGEST), to: until };
  const { data, isPlaceholderData } = useExcursions([sensor.id], range, () => now, MOST_EXCURSIONS);
  const [excursions] = data ?? [];
  return (
    <span role="status" data-testid="judgement-effect">
      {excursions && !isPlaceholderData && (
        <b>{effectWords(effectOf(excursions, to), spanWords({ from: since, to: end }, zone))} </b>
      )}
      Statistics and excursions of that time are recalculated.
      {mayJoin(to, from) &&
        " With the larger hysteresis, excursions that follow one another closely become one."}
      {isStricter(to, from) && " The other limits are stricter, so excursions may be added."}
    </span>
  );
}
