"use client";
// A range as two days of a calendar or two typed times, validated while typing.
import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";
import { rangeProblem } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { fromField, toField } from "@/time/wall-field";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { wholeDays } from "./whole-days";
import type { RangeControl } from "./use-range";
import classes from "./custom-range.module.css";

const MONDAY = 1;

export function RangeForm({
  range,
  view,
  zone,
  onDone,
}: {
  range: RangeControl;
  view: { from: number; to: number };
  zone: string;
  onDone: () => void;
}) {
  const now = serverNow();
  const [from, setFrom] = useState(() => toField(view.from, zone));
  const [to, setTo] = useState(() => toField(view.to, zone));
  // The first picked day, until the second one is picked.
  const [first, setFirst] = useState<string | null>(null);
  const start = fromField(from, zone);
  const end = fromField(to, zone);
  const wrong =
    start === null || end === null ? "Enter both times." : rangeProblem(start, end, now);
  const ahead = wrong === null && end !== null && end > now + 60_000;
  const days: [string | null, string | null] = first
    ? [first, null]
    : [from.slice(0, 10) || null, to.slice(0, 10) || null];
  const pick = ([a, b]: [string | null, string | null]) => {
    setFirst(b === null ? a : null);
    if (a === null || b === null) return;
    const picked = wholeDays(a, b, zone, now);
    setFrom(toField(picked.from, zone));
    setTo(toField(picked.to, zone));
  };
  const show = () => {
    if (wrong !== null || start === null || end === null) return;
    range.show({ from: start, to: Math.min(end, now) });
    onDone();
  };
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <DatePicker
        type="range"
        allowSingleDateInRange
        size="sm"
        firstDayOfWeek={MONDAY}
        value={days}
        onChange={pick}
        date={undefined}
        defaultDate={to.slice(0, 10)}
        maxDate={toField(now, zone).slice(0, 10)}
        aria-label="Days"
        classNames={{
          day: classes.day,
          calendarHeaderControl: classes.turn,
          calendarHeaderLevel: classes.turn,
        }}
      />
      <div className={classes.times}>
        <label>
          From
          <input
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            name="from"
            aria-invalid={wrong !== null}
            aria-describedby="range-note"
          />
        </label>
        <label>
          To
          <input
            type="datetime-local"
            value={to}
            onChange={(event) => setTo(event.target.value)}
            name="to"
            aria-invalid={wrong !== null}
            aria-describedby="range-note"
          />
        </label>
      </div>
      <p
        id="range-note"
        className={wrong ? classes.wrong : classes.note}
        role={wrong ? "alert" : undefined}
      >
        {wrong ??
          `${zoneWords(start ?? view.from, zone)}${ahead ? ". The graph ends at now." : ""}`}
      </p>
      <Button kind="primary" type="submit" disabled={wrong !== null}>
        Show
      </Button>
    </form>
  );
}
