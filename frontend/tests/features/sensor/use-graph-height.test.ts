import { expect, it } from "vitest";
import { graphHeight } from "@/features/sensor/use-graph-height";

it("leaves room for the figures below the graph", () => {
  expect(graphHeight(720, 300, 90, false)).toBe(310);
  expect(graphHeight(900, 300, 150, false)).toBe(430);
});

it("keeps a graph that can be read in a low window, and is no taller than useful", () => {
  expect(graphHeight(400, 300, 90, false)).toBe(230);
  expect(graphHeight(2000, 300, 90, false)).toBe(640);
});

it("fits between the bars of a phone, also a turned one", () => {
  expect(graphHeight(844, 500, 0, true)).toBe(300);
  expect(graphHeight(360, 500, 0, true)).toBe(230);
});
