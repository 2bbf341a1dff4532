"use client";
// The range of the graph, and the controls to change it.
import type { ReactNode } from "react";
import { MONTHS, clock, date, day, weekday } from "@/time/moment";
import { PRESETS, follows, shift } from "@/time/range";
import { serverNow } from "@/time/server-clock";
import { Sentence } from "@/parts/moment";
import { useKeys } from "@/ui/use-keys";
import { fields } from "@/time/zone";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import { CustomRange } from "./custom-range";
import type { RangeControl } from "./use-range";
import classes from "./range-bar.module.css";

const DAY = 86_400_000;

/** "Sun 22 Nov 14:52 to Mon 23 Nov 14:52"; long ranges as dates, with the year unless it is this one. */
export function rangeWords(
  from: number,
  to: number,
  zone: string,
  short: boolean,
  now: number,
): string {
  const year = [from, to].some((at) => fields(at, zone).year !== fields(now, zone).year);
  const week = from > now - 6 * DAY && to < now + DAY;
  const endWords = (at: number) => {
    if (short && to - from > 300 * DAY)
      return `${MONTHS[fields(at, zone).month - 1] ?? ""} ${fields(at, zone).year}`;
    if (short && to - from > 8 * DAY) return date(at, zone, year);
    if (to - from > 8 * DAY) return day(at, zone, true);
    const name = !short ? day(at, zone, year) : week ? weekday(at, zone) : date(at, zone, year);
    return `${name} ${clock(at, zone)}`;
  };
  return `${endWords(from)} to ${endWords(to)}`;
}

/** @param children content at the end of the bar */
export function RangeBar({
  range,
  view,
  zone,
  siteZone,
  phone,
  children,
}: {
  range: RangeControl;
  view: { from: number; to: number };
  zone: string;
  /** The zone whose days, weeks and months are stepped over first. */
  siteZone: string;
  phone: boolean;
  children?: ReactNode;
}) {
  const following = follows(range.range);
  const zones = [siteZone, zone];
  const isLast = shift(range.range, 1, serverNow(), zones) === range.range;
  useKeys({
    "[": () => range.move(-1, zones),
    "]": () => range.move(1, zones),
    "+": range.zoomIn,
    "=": range.zoomIn,
    "-": range.zoomOut,
    Backspace: range.back,
    f: range.follow,
    ...Object.fromEntries(
      PRESETS.map((preset, i) => [String(i + 1), () => range.preset(preset.key)]),
    ),
  });
  return (
    <div className={classes.bar}>
      <Segmented
        wide
        label="Range"
        choices={PRESETS}
        onChange={range.preset}
        value={follows(range.range) ? range.range.follow : null}
      >
        <CustomRange range={range} view={view} zone={zone} />
      </Segmented>
      <div className={classes.when}>
        <Button
          kind="bare"
          size="sm"
          icon
          aria-label="Earlier"
          onClick={() => range.move(-1, zones)}
        >
          <Icon name="left" />
        </Button>
        <span className="figures" data-testid="range-words">
          <Sentence
            text={rangeWords(view.from, view.to, zone, phone, serverNow())}
            times={[view.from, view.to]}
            zone={zone}
            as={(at, _now, zone) => clock(at, zone)}
          />
        </span>
        <Button
          kind="bare"
          size="sm"
          icon
          aria-label="Later"
          disabled={following || isLast}
          onClick={() => range.move(1, zones)}
        >
          <Icon name="right" />
        </Button>
      </div>
      <Button
        kind={following ? "active" : "plain"}
        aria-pressed={following}
        onClick={range.follow}
        className={classes.follow}
      >
        <Icon name="follow" />
        {following ? "Following" : "Follow live"}
      </Button>
      {children && <div className={classes.end}>{children}</div>}
      {range.problem && (
        <p role="alert" className={classes.problem}>
          {range.problem} Showing the last 24 h instead.
        </p>
      )}
    </div>
  );
}
