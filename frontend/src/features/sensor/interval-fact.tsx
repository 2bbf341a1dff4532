"use client";
// The expected interval, and whether it was set by hand or learned.
import { exactDuration } from "@/time/duration";
import type { Sensor } from "@/domain/types";
import { Button } from "@/ui/button";
import { intervalWords, isQuestionable, observedWords } from "./interval-words";
import { useCheckedInterval } from "./use-checked-interval";
import classes from "./interval-fact.module.css";

export function IntervalFact({
  sensor,
  onChange,
}: {
  sensor: Sensor;
  onChange: (() => void) | null;
}) {
  const data = useCheckedInterval(sensor.id);
  if (!data) return null;
  const observed = observedWords(data);
  const seconds = data.set_s ?? data.learned_s;
  return (
    <section className={classes.fact} aria-label="Expected interval" data-testid="interval">
      <div>
        <h2>Expected interval</h2>
        <p>
          {intervalWords(data)}
          {seconds !== null &&
            `. No data for more than ${exactDuration(sensor.gap_after_s * 1000)} counts as a gap`}
          .
        </p>
        {observed !== null && (
          <p data-testid="observed" className={isQuestionable(data) ? classes.look : undefined}>
            {observed}
          </p>
        )}
      </div>
      {onChange && <Button onClick={onChange}>Change interval</Button>}
    </section>
  );
}
