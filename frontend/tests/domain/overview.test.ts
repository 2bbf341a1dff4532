import { expect, it } from "vitest";
import { sensorsOf } from "@/domain/overview";
import { NOON, makeSensor } from "../make";

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
      position: [null, 7],
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
    position: 7,
    limits: null,
    device: null,
    latest: null,
    status: "never",
  });
});
