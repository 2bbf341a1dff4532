"use client";
// Setting limits in the reader's unit, from now on or since a past time.
import { useState, type SubmitEvent } from "react";
import { useSetLimits } from "@/data/api/limits";
import { differenceToUnit, unitSign } from "@/domain/format";
import { useReading } from "@/data/preferences";
import { hasStatus, problemWords } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import type { LimitsHistory, Sensor } from "@/domain/types";
import { toField } from "@/time/wall-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Pair, TextField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { momentWords } from "@/parts/install/installation-words";
import {
  boundField,
  boundOf,
  boundsWords,
  changedWords,
  endOf,
  hysteresisField,
  hysteresisOf,
  minutesField,
  secondsOf,
} from "./limits-words";
import { SinceWhen, sinceOf, whenProblem } from "@/parts/install/since-when";
import { JudgementEffect } from "./judgement-effect";
import { WhyField, reasonOf } from "./why-field";
import classes from "@/ui/form.module.css";

const NONE = { low: null, high: null };

export function LimitsForm({
  sensor,
  limits,
  zone,
  onDone,
}: {
  sensor: Sensor;
  limits: LimitsHistory;
  zone: string;
  onDone: () => void;
}) {
  const { unit } = useReading();
  const set = useSetLimits(sensor.id);
  const [seen] = useState(limits);
  const [texts, setTexts] = useState(() => ({
    low: boundField(seen.items[0]?.low ?? null, unit),
    high: boundField(seen.items[0]?.high ?? null, unit),
    least: minutesField(seen.items[0]?.min_duration_s ?? 0),
    hysteresis: hysteresisField(seen.items[0]?.hysteresis ?? 0, unit),
  }));
  const [reason, setReason] = useState("");
  const [when, setWhen] = useState(() => ({ past: false, text: toField(serverNow(), zone) }));
  const low = boundOf(texts.low, unit);
  const high = boundOf(texts.high, unit);
  const crossed =
    low !== null && high !== null && low !== undefined && high !== undefined && low >= high;
  const least = secondsOf(texts.least);
  const hysteresis = hysteresisOf(texts.hysteresis, unit);
  const tooWide = low != null && high != null && !crossed && 2 * (hysteresis ?? 0) >= high - low;
  const wrong =
    low === undefined ||
    high === undefined ||
    least === undefined ||
    hysteresis === undefined ||
    crossed ||
    tooWide ||
    whenProblem(when, zone) !== null;
  const since = sinceOf(when, zone);
  const end = since === null ? null : endOf(since, limits.items);
  const changes = {
    low: low ?? null,
    high: high ?? null,
    min_duration_s: least ?? 0,
    hysteresis: hysteresis ?? 0,
    since,
    reason: reasonOf(reason),
  };
  const send = (etag: string) => set.mutate({ changes, etag }, { onSuccess: onDone });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!wrong) send(seen.etag);
  };
  const field = (
    name: "low" | "high",
    label: string,
    value: number | null | undefined,
    also: string | null,
  ) => (
    <TextField
      label={`${label}, ${unitSign(unit)}`}
      name={name}
      inputMode="decimal"
      value={texts[name]}
      wrong={value === undefined ? "Enter a number." : also}
      hint={value === null ? "Empty: no limit." : undefined}
      onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
    />
  );
  return (
    <Card title="Set limits" onClose={onDone} testId="limits-form">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <Pair>
          {field("low", "Low", low, null)}
          {field("high", "High", high, crossed ? "Must be above the low limit." : null)}
        </Pair>
        <Pair>
          <TextField
            label="Least duration, min"
            name="least"
            inputMode="decimal"
            value={texts.least}
            wrong={least === undefined ? "Enter minutes, at most 1440." : null}
            hint={least === 0 ? "Empty: every excursion counts." : "Shorter ones do not count."}
            onChange={(event) => setTexts({ ...texts, least: event.target.value })}
          />
          <TextField
            label={`Hysteresis, ${unitSign(unit)}`}
            name="hysteresis"
            inputMode="decimal"
            value={texts.hysteresis}
            wrong={
              hysteresis === undefined
                ? `Enter a number, at most ${differenceToUnit(50, unit)}.`
                : tooWide
                  ? "Must be less than half the distance between the limits."
                  : null
            }
            hint={
              hysteresis === 0
                ? "Empty: an excursion ends at its limit."
                : "An excursion ends this far within its limit."
            }
            onChange={(event) => setTexts({ ...texts, hysteresis: event.target.value })}
          />
        </Pair>
        <SinceWhen when={when} zone={zone} onChange={setWhen} />
        {since !== null && (
          <Note title="This is in the past">
            <JudgementEffect
              sensor={sensor}
              since={since}
              end={end}
              from={limits.items.find((entry) => entry.since <= since) ?? NONE}
              to={changes}
              zone={zone}
            />
            {end !== null &&
              ` They apply until ${momentWords(end, zone)}, when the next limits begin.`}
          </Note>
        )}
        <WhyField text={reason} onChange={setReason} />
        {hasStatus(set.error, 412) ? (
          <Raced
            what="These limits"
            busy={set.isPending}
            onKeep={onDone}
            onSet={() => send(limits.etag)}
          >
            <p>
              {changedWords(seen, limits, unit, zone)} You were setting {boundsWords(changes, unit)}
              .
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
                {changes.low === null && changes.high === null && !wrong
                  ? "Set no limits"
                  : "Set limits"}
              </Button>
              <Button onClick={onDone}>Cancel</Button>
            </Actions>
          </>
        )}
      </form>
    </Card>
  );
}
