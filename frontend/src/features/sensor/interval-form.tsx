"use client";
// Setting the expected interval, or having it learned from the readings.
import { useState, type SubmitEvent } from "react";
import { useSetInterval } from "@/data/api/limits";
import { hasStatus, problemWords } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import type { IntervalHistory, Sensor } from "@/domain/types";
import { seenInterval, typedWords } from "@/domain/interval-check";
import { toField } from "@/time/wall-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Pair, SelectField, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { Segmented } from "@/ui/segmented";
import {
  intervalField,
  intervalOf,
  intervalWords,
  isQuestionable,
  observedWords,
  UNITS,
  type IntervalUnit,
} from "./interval-words";
import { useCheckedInterval } from "./use-checked-interval";
import { SinceWhen, sinceOf, whenProblem } from "@/parts/install/since-when";
import classes from "@/ui/form.module.css";

const HOW = [
  { key: "learn", label: "Learned" },
  { key: "set", label: "Set" },
] as const;

export function IntervalForm(props: { sensor: Sensor; zone: string; onDone: () => void }) {
  const data = useCheckedInterval(props.sensor.id);
  return data ? <Form {...props} interval={data} /> : null;
}

function Form({
  sensor,
  interval,
  zone,
  onDone,
}: {
  sensor: Sensor;
  interval: IntervalHistory;
  zone: string;
  onDone: () => void;
}) {
  const set = useSetInterval(sensor.id);
  const [seen] = useState(interval);
  const observed = observedWords(interval);
  const [learn, setLearn] = useState(seen.set_s === null && !isQuestionable(seen));
  const [field, setField] = useState(() => intervalField(seen.set_s ?? seen.learned_s));
  const [when, setWhen] = useState(() => ({ past: false, text: toField(serverNow(), zone) }));
  const seconds = intervalOf(field.text, field.unit);
  const typed = typedWords(seconds, seenInterval(interval));
  const wrong = !learn && (seconds === null || whenProblem(when, zone) !== null);
  const changes = learn
    ? { interval_s: null }
    : { interval_s: seconds, since: sinceOf(when, zone) };
  const send = (etag: string) => set.mutate({ changes, etag }, { onSuccess: onDone });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!wrong) send(seen.etag);
  };
  return (
    <Card title="Expected interval" onClose={onDone} testId="interval-form">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <div className={classes.when}>
          <Segmented
            wide
            label="How the interval is determined"
            choices={HOW}
            value={learn ? "learn" : "set"}
            onChange={(key) => setLearn(key === "learn")}
          />
        </div>
        {!learn && (
          <>
            <Pair>
              <TextField
                label="Every"
                name="interval"
                inputMode="decimal"
                value={field.text}
                wrong={seconds === null && "Enter a number, at most 31 days."}
                onChange={(event) => setField({ ...field, text: event.target.value })}
              />
              <SelectField
                label="Unit"
                name="unit"
                value={field.unit}
                onChange={(event) =>
                  setField({ ...field, unit: event.target.value as IntervalUnit })
                }
              >
                {UNITS.map((unit) => (
                  <option key={unit.key} value={unit.key}>
                    {unit.label}
                  </option>
                ))}
              </SelectField>
            </Pair>
            {typed !== null && (
              <p role="status" className={classes.remark}>
                {typed}
              </p>
            )}
            <SinceWhen when={when} zone={zone} onChange={setWhen} />
          </>
        )}
        {observed !== null && <p className={classes.small}>{observed}</p>}
        <p className={classes.small}>
          No data for more than three intervals counts as a gap.{" "}
          {learn
            ? "The interval is learned from how often messages come."
            : when.past
              ? "Gaps and coverage since then are recalculated."
              : "Past gaps and coverage do not change."}
        </p>
        {hasStatus(set.error, 412) ? (
          <Raced
            what="This interval"
            busy={set.isPending}
            onKeep={onDone}
            onSet={() => send(interval.etag)}
          >
            <p>
              It is now {intervalWords(interval)}. You were setting{" "}
              {intervalWords({ set_s: changes.interval_s, learned_s: interval.learned_s })}.
            </p>
          </Raced>
        ) : (
          <>
            {set.isError && (
              <Note tone="bad" title="Not set">
                {problemWords(set.error)}
              </Note>
            )}
            <Actions>
              <Button kind="primary" type="submit" disabled={wrong || set.isPending}>
                Save interval
              </Button>
              <Button onClick={onDone}>Cancel</Button>
            </Actions>
          </>
        )}
      </form>
    </Card>
  );
}
