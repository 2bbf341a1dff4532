"use client";
// The statistics of the range, computed by the server.
import { DASH, SPACE, count, share, unitSign } from "@/domain/format";
import { judgedDegrees } from "@/domain/verdict";
import { duration } from "@/time/duration";
import { useStatistics } from "@/data/api/statistics";
import { useNow } from "@/time/now";
import { serverNow } from "@/time/server-clock";
import { near } from "@/time/moment";
import { useReading } from "@/data/preferences";
import type { Range } from "@/time/range";
import type { Excursions, Sensor, Statistics } from "@/domain/types";
import classes from "./statistics-strip.module.css";

export function StatisticsStrip({
  sensor: { id, limits },
  range,
  zone,
}: {
  sensor: Sensor;
  range: Range;
  zone: string;
}) {
  const { data: sensors, isPlaceholderData, isError } = useStatistics([id], range, serverNow);
  const data = sensors?.[0];
  const now = useNow();
  const { unit } = useReading();
  if (!data)
    return isError ? (
      <p className={classes.failed}>The statistics for this range could not be loaded.</p>
    ) : (
      <div className={classes.stats} aria-busy="true" />
    );
  const when = (extreme: Statistics["min"]) => (extreme ? near(extreme.time, now, zone) : "");
  const figure = (value: number | null | undefined) =>
    value == null ? DASH : judgedDegrees(value, limits, unit) + SPACE + unitSign(unit);
  const beyond = (excursions: Excursions): [string, string] =>
    data.n === 0 ? [DASH, ""] : [time(excursions), timesWords(excursions)];
  const cells: [name: string, value: string, note: string, key: string][] = [
    ["Min", figure(data.min?.value), when(data.min), "min"],
    ["Mean", figure(data.mean), data.mean === null ? "" : "time-weighted", "mean"],
    ["Max", figure(data.max?.value), when(data.max), "max"],
    ["Above limit", ...beyond(data.above), "above"],
    ["Below limit", ...beyond(data.below), "below"],
    [
      "Coverage",
      data.coverage === null ? DASH : share(data.coverage),
      unknownNote(data),
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

const time = (beyond: Excursions): string =>
  beyond.seconds > 0 ? duration(beyond.seconds * 1000) : `0${SPACE}min`;

/** "2 times, one ongoing" */
export function timesWords({ times, open }: Excursions): string {
  if (times === 0) return "never";
  return `${times === 1 ? "once" : `${times} times`}${open ? (times === 1 ? ", ongoing" : ", one ongoing") : ""}`;
}

/** The time without valid data; with full coverage it is the time of readings without a valid value. */
export function unknownNote({
  coverage,
  unknown_s,
}: Pick<Statistics, "coverage" | "unknown_s">): string {
  if (unknown_s < 1) return coverage === null ? "" : "no data missing";
  const lasted = duration(unknown_s * 1000);
  return coverage === 1 ? `no gap, ${lasted} without a valid value` : `${lasted} without data`;
}

/** "of 8,640 expected", or "8,640 expected" if there are more readings than that. */
export function readingsNote({
  n,
  expected,
  uncounted,
}: Pick<Statistics, "n" | "expected" | "uncounted">): string {
  const parts = [
    ...(!expected ? [] : [`${n > expected ? "" : "of "}${count(expected)} expected`]),
    ...(uncounted > 0 ? [`${count(uncounted)} not counted`] : []),
  ];
  return parts.join(", ");
}
