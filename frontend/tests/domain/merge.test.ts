import { expect, it } from "vitest";
import { keepNewer, mergeSensors } from "@/domain/merge";
import { NOON, makeLatest, makeSensor } from "../make";

it("replaces changed sensors and appends new ones", () => {
  const held = [makeSensor({ id: "a" }), makeSensor({ id: "b" })];
  const merged = mergeSensors(held, [
    makeSensor({ id: "b", latest: makeLatest(NOON + 1000, 5) }),
    makeSensor({ id: "c" }),
  ]);
  expect(merged.map((sensor) => [sensor.id, sensor.latest?.value])).toEqual([
    ["a", 4.3],
    ["b", 5],
    ["c", 4.3],
  ]);
  expect(merged[0]).toBe(held[0]);
});

it("never replaces a newer reading by an older one", () => {
  const held = [makeSensor({ latest: makeLatest(NOON, 5) })];
  expect(mergeSensors(held, [makeSensor({ latest: makeLatest(NOON - 5000, 9) })])).toEqual(held);
});

it("takes a reading whose time came after that of one received later", () => {
  const held = [makeSensor({ latest: { ...makeLatest(NOON, 19), received: NOON } })];
  const waited = { ...makeLatest(NOON + 50_000, 4.2), received: NOON - 1000 };
  expect(mergeSensors(held, [makeSensor({ latest: waited })])[0]?.latest?.value).toBe(4.2);
});

it("merges a change of state without a new reading", () => {
  const held = [makeSensor()];
  expect(mergeSensors(held, [makeSensor({ state: "silent" })])[0]?.state).toBe("silent");
});

it("keeps live events that are newer than the response", () => {
  const held = [
    makeSensor({ id: "a", latest: makeLatest(NOON + 1000, 5) }),
    makeSensor({ id: "gone" }),
  ];
  const response = [
    { ...makeSensor({ id: "a", latest: makeLatest(NOON, 4) }), coverage: 0.9 },
    makeSensor({ id: "new" }),
  ];
  const kept = keepNewer(held, response);
  expect(kept.map(({ id, latest }) => [id, latest?.value])).toEqual([
    ["a", 5],
    ["new", 4.3],
  ]);
  expect(kept[0]?.coverage).toBe(0.9);
});
