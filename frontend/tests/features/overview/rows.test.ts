import { expect, it } from "vitest";
import { rowsOf } from "@/features/overview/rows";
import { NOON, makeLatest, makeSensor } from "../../make";
import { SENSORS, rows } from "./shown";

it("keeps the row objects of unchanged sensors", () => {
  const changed = [...SENSORS];
  changed[1] = makeSensor({ id: "a/2", site: "a", latest: makeLatest(NOON, 5) });
  const next = rowsOf(changed, NOON + 1000, rows);
  expect(next.map((row, i) => row === rows[i])).toEqual([true, false, true, true]);
});
