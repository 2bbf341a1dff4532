import { expect, it } from "vitest";
import { sensorsOf } from "@/domain/overview";
import { keepNewer } from "@/domain/merge";
import { NOON, makeLatest, makeSensor } from "../make";

const both = <T>(a: T, b: T): T[] => [a, b];

it("builds sensors from the columns", () => {
  const built = sensorsOf({
    mark: 1,
    time: NOON,
    sites: { slug: ["linden-pharmacy"], name: ["Linden Pharmacy"], time_zone: ["Europe/Vienna"] },
    sensors: {
      site: [0, 0],
      slug: both("vaccine-fridge", "spare"),
      name: both("Vaccine fridge", "Spare"),
      place: both<string | null>("Dispensary", null),
      interval_s: both<number | null>(10, null),
      low: both<number | null>(2, null),
      high: both<number | null>(8, null),
      limits_since: both<number | null>(0, null),
      device: both<string | null>("probe-1", null),
      label: [null, null],
      channel: both<string | null>("temperature", null),
      state: ["in_range", "never"],
      since: [null, null],
      silent_at: both<number | null>(NOON + 30_001, null),
      gap_after_s: both(30, 180),
      time: both<number | null>(NOON, null),
      received: both<number | null>(NOON + 200, null),
      value: both<number | null>(4.3, null),
      quality: both<number | null>(0, null),
      good_time: both<number | null>(NOON, null),
      good_value: both<number | null>(4.3, null),
      coverage: both<number | null>(0.98, null),
    },
  });
  expect(built[0]).toEqual({ ...makeSensor(), coverage: 0.98 });
  expect(built[1]).toMatchObject({
    id: "linden-pharmacy/spare",
    limits: null,
    device: null,
    latest: null,
    status: "never",
  });
});

it("keeps what the stream told while the answer was on its way", () => {
  const held = [
    makeSensor({ id: "a", latest: makeLatest(NOON + 1000, 5) }),
    makeSensor({ id: "gone" }),
  ];
  const answer = [
    { ...makeSensor({ id: "a", latest: makeLatest(NOON, 4) }), coverage: 0.9 },
    makeSensor({ id: "new" }),
  ];
  const kept = keepNewer(held, answer);
  expect(kept.map(({ id, latest }) => [id, latest?.value])).toEqual([
    ["a", 5],
    ["new", 4.3],
  ]);
  expect(kept[0]?.coverage).toBe(0.9);
});
