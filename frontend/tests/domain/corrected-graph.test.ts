import { expect, it } from "vitest";
import { withCorrected } from "@/domain/corrected-graph";
import { correctedSpans } from "@/domain/correction";
import { graphData } from "@/domain/graph-data";
import { makeSeries } from "../make";
import { makeCorrection } from "../make-correction";

const MINUTE = 60_000;
const spans = (from: number, to: number, kind: "set_aside" | "unit" = "set_aside") =>
  correctedSpans([makeCorrection({ kind, from: from * MINUTE, to: to * MINUTE })]);
const graph = (minutes: number[], bucket: number | null = null) =>
  graphData(makeSeries(minutes.map((at) => at * MINUTE)), 0, 20 * MINUTE, bucket, "C");

it("breaks the line where readings were set aside", () => {
  const data = withCorrected(graph([0, 1, 6, 7]), spans(2, 6));
  expect(data.avg.map((value) => value === null)).toEqual([false, false, true, false, false]);
  expect(data.time[2]).toBe(4 * MINUTE);
  for (const column of [data.time, data.min, data.max, data.points]) expect(column).toHaveLength(5);
});

it("breaks it at a single reading, too", () => {
  const data = withCorrected(graph([0, 1, 3, 4]), spans(2, 2.01));
  expect(data.points.filter((point) => point === null)).toHaveLength(1);
});

it("leaves neighbouring buckets joined that still have readings", () => {
  const data = withCorrected(graph([0, 2, 4, 10], 2 * MINUTE), spans(1, 3));
  expect(data.points.every(Boolean)).toBe(true);
  const empty = withCorrected(graph([0, 2, 4, 10], 2 * MINUTE), spans(6, 10));
  expect(empty.points.map((point) => point === null)).toEqual([false, false, false, true, false]);
});

it("leaves the line as it is where values were re-read, and keeps the corrections", () => {
  const read = spans(2, 6, "unit");
  const data = withCorrected(graph([0, 1, 6, 7]), read);
  expect(data.points.every(Boolean)).toBe(true);
  expect(data.corrected).toBe(read);
});
