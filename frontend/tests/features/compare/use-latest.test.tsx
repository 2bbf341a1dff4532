// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useLatest } from "@/features/compare/use-latest";
import { endWords } from "@/parts/graph/draw-ends";
import { makeLatest, makeSensor, NOON } from "../../make";
import { line, makeModel } from "../../parts/graph/lines";

vi.mock("@/data/live/state-now", () => ({ useStateNow: () => NOON + 1000, useIsOld: () => false }));

const fresh = makeSensor({ id: "a/fresh", latest: makeLatest(NOON, 5) });
const silent = makeSensor({ id: "a/silent", state: "silent", latest: makeLatest(NOON, 10) });

it("ends each line with the value that the table calls latest, in the reader's unit", () => {
  const lines = [line("a/fresh"), line("a/silent"), line("a/fresh before", { shift: 1 })];
  const { result, rerender } = renderHook(() => useLatest(lines, [fresh, silent], "F"));
  expect(result.current.map(({ latest }) => latest)).toEqual([
    { value: 41, old: false },
    { value: 50, old: true },
    null,
  ]);
  const before = result.current;
  rerender();
  expect(result.current).toBe(before);
  const following = makeModel(result.current, null, { follows: true });
  expect(endWords(following)).toBe("latest");
});

it("says that figures of a past range are those of the last points", () => {
  const lines = [line("a/fresh"), line("a/silent")];
  expect(endWords(makeModel(lines, null, { now: NOON }))).toBe("last reading");
  const averages = lines.map((drawn) => ({ ...drawn, data: { ...drawn.data, bucket: 60_000 } }));
  expect(endWords(makeModel(averages, null, { now: NOON }))).toBe("last average");
});
