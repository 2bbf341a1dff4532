"use client";
// What a correction would change, before it is made: figures of the time that it touches.
import type { UseQueryResult } from "@tanstack/react-query";
import { useReading } from "@/data/preferences";
import { problemWords } from "@/data/problem-words";
import { SPACE, count, unitSign } from "@/domain/format";
import type { CorrectionPreview, Sensor } from "@/domain/types";
import { judgedDegrees } from "@/domain/verdict";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { effectWords, outWords, readingsWords } from "./correction-preview-words";
import classes from "./correction-dialog.module.css";

export function Preview({
  of: { data, error, isPlaceholderData, isFetching },
  sensor,
  failed = "This correction cannot be made",
}: {
  of: UseQueryResult<CorrectionPreview>;
  sensor: Sensor;
  /** The title of a failure. */
  failed?: string;
}) {
  const { unit } = useReading();
  if (error)
    return (
      <Note tone="bad" title={failed}>
        {problemWords(error)}
      </Note>
    );
  if (!data) return isFetching ? <SkeletonRows rows={3} /> : null;
  const { before, after } = data;
  const figure = (value: number | null) =>
    value === null ? "none" : judgedDegrees(value, sensor.limits, unit) + SPACE + unitSign(unit);
  const rows: [name: string, before: string, after: string][] = [
    ["Readings that count", count(before.counting), count(after.counting)],
    ["Min", figure(before.min), figure(after.min)],
    ["Mean", figure(before.mean), figure(after.mean)],
    ["Max", figure(before.max), figure(after.max)],
    ["Excursions", count(before.excursions), count(after.excursions)],
    ["Out of range", outWords(before.seconds), outWords(after.seconds)],
  ];
  const effect = effectWords(before, after);
  return (
    <div
      data-testid="preview"
      data-old={isPlaceholderData || undefined}
      className={classes.preview}
    >
      <table>
        <caption>{readingsWords(data)}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Figure</span>
            </th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, was, is]) => (
            <tr key={name} data-changed={was !== is || undefined}>
              <th scope="row">{name}</th>
              <td>{was}</td>
              <td>{is}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {effect && (
        <p className={classes.effect} role="status">
          {effect}
        </p>
      )}
    </div>
  );
}
