"use client";
// Any range, typed in the zone that the graph shows.
import { Popover } from "@mantine/core";
import { useState } from "react";
import { serverNow } from "@/lib/server-clock";
import { fromField, toField } from "@/lib/wall-field";
import { zoneWords } from "@/lib/zone";
import { Button } from "../button";
import { Icon } from "../icon";
import { segmentClass } from "../segmented";
import type { RangeControl } from "./use-range";
import classes from "./custom-range.module.css";

export function CustomRange({ range, view, zone }: { range: RangeControl; view: { from: number; to: number }; zone: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom" shadow="none" trapFocus classNames={{ dropdown: classes.dropdown }}>
      <Popover.Target>
        <button type="button" className={segmentClass} aria-label="Custom range" aria-expanded={opened} onClick={() => setOpened((before) => !before)}>
          <Icon name="calendar" />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Form range={range} view={view} zone={zone} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Form({ range, view, zone, onDone }: { range: RangeControl; view: { from: number; to: number }; zone: string; onDone: () => void }) {
  const [from, setFrom] = useState(() => toField(view.from, zone));
  const [to, setTo] = useState(() => toField(view.to, zone));
  const start = fromField(from, zone);
  const end = fromField(to, zone);
  const wrong = start === null || end === null ? "Both times are needed."
    : end - start < 60_000 ? "The end must be at least a minute after the start."
    : start > serverNow() ? "The range starts in the future." : null;
  const show = () => {
    if (wrong !== null || start === null || end === null) return;
    range.show({ from: start, to: end });
    onDone();
  };
  return (
    <form className={classes.form} onSubmit={(event) => { event.preventDefault(); show(); }}>
      <label>From<input type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} name="from" /></label>
      <label>To<input type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} name="to" /></label>
      <p className={classes.note}>{zoneWords(start ?? view.from, zone)}</p>
      {wrong && <p className={classes.wrong} role="alert">{wrong}</p>}
      <Button kind="primary" type="submit" disabled={wrong !== null}>Show</Button>
    </form>
  );
}
