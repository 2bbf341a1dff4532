"use client";
// A range by its name, as two days of a calendar or as two typed times, validated while typing.
import "@mantine/dates/styles.css";
import { DatePicker } from "@mantine/dates";
import { useEffect, useRef, useState } from "react";
import { MomentField } from "@/parts/moment-field";
import { CALENDAR, calendarRange } from "@/time/calendar";
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
  // The form is loaded after its panel has looked for what to focus.
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  // The first picked day, until the second one is picked.
  const [firstDay, setFirstDay] = useState<string | null>(null);
  const start = fromField(from, zone);
  const end = fromField(to, zone);
  const wrong =
    start === null || end === null
      ? "Enter both times, such as 14:30 or 28 Nov 14:30."
      : rangeProblem(start, end, now);
  const ahead = wrong === null && end !== null && end > now + 60_000;
  const days: [string | null, string | null] = firstDay
    ? [firstDay, null]
    : [from.slice(0, 10) || null, to.slice(0, 10) || null];
  const pick = ([a, b]: [string | null, string | null]) => {
    setFirstDay(b === null ? a : null);
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
      <div role="group" aria-label="Calendar" className={classes.named}>
        {CALENDAR.map((choice, i) => {
          const named = calendarRange(choice.key, now, zone);
          return (
            <button
              key={choice.key}
              ref={i === 0 ? first : undefined}
              type="button"
              aria-pressed={named.from === view.from && named.to === view.to}
              onClick={() => {
                range.show(named);
                onDone();
              }}
            >
              {choice.label}
              {"hours" in choice && <small>{choice.hours}</small>}
            </button>
          );
        })}
      </div>
      <DatePicker
        type="range"
        allowSingleDateInRange
        size="sm"
        firstDayOfWeek={MONDAY}
        value={days}
        onChange={pick}
        date={undefined}
        defaultDate={to.slice(0, 10) || undefined}
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
          <MomentField
            value={from}
            onChange={setFrom}
            zone={zone}
            name="from"
            aria-invalid={wrong !== null}
            aria-describedby="range-note"
          />
        </label>
        <label>
          To
          <MomentField
            value={to}
            onChange={setTo}
            zone={zone}
            end
            name="to"
            aria-invalid={wrong !== null}
            aria-describedby="range-note"
          />
        </label>
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
      </div>
    </form>
  );
}
