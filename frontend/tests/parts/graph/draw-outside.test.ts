import { expect, it } from "vitest";
import { thinned } from "@/parts/graph/draw-outside";
import type { Outside } from "@/parts/graph/outside";
import { line, MINUTE, model } from "./lines";

const at = (minute: number, value: number, aside: boolean): Outside => ({
  time: minute * MINUTE,
  value,
  side: "above",
  readings: 1,
  line: model.lines[0] ?? { ...line("a"), shift: 0, stroke: "" },
  point: null,
  why: aside ? "set aside" : null,
  aside,
});
const x = (time: number) => time / MINUTE;

it("draws one arrow for values of a stretch whose arrows would touch: the farthest", () => {
  const all = [at(0, 90, true), at(5, 95, true), at(9, 91, true), at(40, 92, true)];
  expect(thinned(all, x).map(({ value }) => value)).toEqual([95, 92]);
});

it("keeps an arrow of its own for every value that a person did not set aside", () => {
  const all = [at(0, 90, false), at(1, 95, true), at(2, 96, false)];
  expect(thinned(all, x)).toHaveLength(3);
});
