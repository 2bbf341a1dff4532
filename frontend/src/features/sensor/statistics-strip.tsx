"use client";
// The statistics of the range, computed by the server.
import { Moment } from "@/parts/moment";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useExcursions } from "@/data/api/excursions";
import { DASH, SPACE, count, share, unitSign } from "@/domain/format";
import { judgedDegrees } from "@/domain/verdict";
import { serverNow } from "@/time/server-clock";
import { useReading } from "@/data/preferences";
import type { Range } from "@/time/range";
import type { Excursions, Sensor, Statistics } from "@/domain/types";
import { beyondWords, readingsNote, timesWords, unknownNote } from "./statistics-words";
import type { Focus } from "./use-focus";
import classes from "./statistics-strip.module.css";

interface Props {
  sensor: Sensor;
  statistics: UseQueryResult<Statistics[]>;
  range: Range;
  zone: string;
  focus: Focus;
}

export function StatisticsStrip({ sensor, statistics, range, zone, focus }: Props) {
  const { isPlaceholderData, isError } = statistics;
  const data = statistics.data?.[0];
  const { unit } = useReading();
  const { limits } = sensor;
  if (!data)
    return isError ? (
      <p className={classes.failed}>The statistics for this range could not be loaded.</p>
    ) : (
      <div className={classes.stats} aria-busy="true" />
    );
  const when = (extreme: Statistics["min"]) => extreme && <Moment at={extreme.time} zone={zone} />;
  const figure = (value: number | null | undefined) =>
    value == null ? DASH : judgedDegrees(value, limits, unit) + SPACE + unitSign(unit);
  const beyond = (side: "above" | "below"): [string, ReactNode] =>
    data.n === 0
      ? [DASH, ""]
      : [
          beyondWords(data[side]),
          <Times key={side} id={sensor.id} of={data[side]} {...{ side, range, focus }} />,
        ];
  const cells: [name: string, value: string, note: ReactNode, key: string][] = [
    ["Min", figure(data.min?.value), when(data.min), "min"],
    ["Mean", figure(data.mean), data.mean === null ? "" : "time-weighted", "mean"],
    ["Max", figure(data.max?.value), when(data.max), "max"],
    ["Above limit", ...beyond("above"), "above"],
    ["Below limit", ...beyond("below"), "below"],
    [
      "Coverage",
      data.coverage === null ? DASH : share(data.coverage),
      unknownNote(data, sensor.gap_after_s),
      "coverage",
    ],
    ["Readings", count(data.n), readingsNote(data), "readings"],
  ];
  return (
    <dl
      className={classes.stats}
      data-testid="statistics"
      data-old={isPlaceholderData || undefined}
    >
      {cells.map(([name, value, note, key]) => (
        <div key={key} data-testid={`stat-${key}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "once" as a link to the excursion, "2 times" as one to the newest of them in the list. */
function Times({
  id,
  of,
  side,
  range,
  focus,
}: {
  id: string;
  of: Excursions;
  side: "above" | "below";
  range: Range;
  focus: Focus;
}) {
  const items = useExcursions([id], range, serverNow).data?.[0]?.items ?? [];
  const newest = items.find((item) => item.side === side);
  const words = timesWords(of);
  if (!newest || of.times === 0) return words;
  if (of.times === 1)
    return (
      <a className="link" {...focus.linkTo(newest)}>
        {words}
      </a>
    );
  return (
    <a
      className="link"
      href="#excursions"
      onClick={(event) => {
        const entry = document.querySelector<HTMLElement>(
          `[data-excursion="${newest.from}"][data-side=${side}]`,
        );
        if (!entry) return;
        event.preventDefault();
        entry.focus();
        entry.scrollIntoView({ block: "nearest" });
      }}
    >
      {words}
    </a>
  );
}
