import { describe, expect, it } from "vitest";
import {
  aboutWords,
  limitsCheck,
  minusSigns,
  newSensorWish,
  readingsWords,
  sampleSeries,
  typed,
  unitRemark,
  wrongs,
  type Draft,
} from "@/features/proposals/words";
import type { Proposal } from "@/domain/types";
import { NOON } from "../../make";

const sample = (seconds: number, value: number | null) => ({
  measured: NOON + seconds * 1000,
  received: NOON + seconds * 1000,
  value,
  quality: value === null ? 1 : 0,
});

const make = (changes: Partial<Proposal> = {}): Proposal => ({
  device: "hall-b-gw",
  label: null,
  site: null,
  channel: "f4",
  topic: "sensors/hall-b-gw/f4",
  created: NOON,
  unit: null,
  unit_guess: null,
  interval_s: 10,
  count: 324,
  count_capped: false,
  first_measured: NOON,
  last: sample(20, 4),
  samples: [sample(20, 4), sample(10, 3), sample(0, 2)],
  rejected: 0,
  ...changes,
});

const DRAFT: Draft = {
  name: "Freezer 4",
  slug: null,
  site: "north",
  place: " Hall B ",
  low: "−25",
  high: "-18,0",
  every: "",
};

describe("a proposal", () => {
  it("counts its readings only as far as they were counted", () => {
    expect(readingsWords(make())).toBe("324");
    expect(readingsWords(make({ count: 10_000, count_capped: true }))).toMatch(
      /^10.000\sor\smore$/,
    );
    expect([aboutWords(1, false), aboutWords(3, false)]).toEqual([
      "1 channel is sending readings but supplies no sensor yet",
      "3 channels are sending readings but supply no sensor yet",
    ]);
    expect(aboutWords(100, true)).toContain("100 or more channels");
  });

  it("is drawn oldest first, without its faults, with its silences", () => {
    const drawn = sampleSeries(
      make({ samples: [sample(200, 5), sample(20, null), sample(10, 3), sample(0, 2)] }),
    );
    expect(drawn?.value).toEqual([2, 3, 5]);
    expect(drawn?.gaps).toEqual([[NOON + 20_000, NOON + 200_000]]);
    expect(sampleSeries(make({ samples: [sample(0, 2)] }))).toBeNull();
  });

  it("has its server's sentences with a true minus, and hyphens as they are", () => {
    expect(minusSigns("Values around -21.5 °C are those of an ultra-low freezer.")).toBe(
      "Values around −21.5 °C are those of an ultra-low freezer.",
    );
  });

  it("tells that a new unit rewrites nothing", () => {
    expect(unitRemark(make(), "C")).toBeNull();
    expect(unitRemark(make(), "F")).toContain("taken as °C and are not changed");
    expect(unitRemark(make({ unit: "F" }), "F")).toBeNull();
  });
});

describe("the form of a new sensor", () => {
  it("reads numbers as people write them", () => {
    expect([typed("−25"), typed(" 2,5 "), typed("")]).toEqual([-25, 2.5, null]);
    expect(typed("2 to 8")).toBeNaN();
  });

  it("makes the address of the name, until it is typed", () => {
    expect(newSensorWish(DRAFT, "C")).toEqual({
      site: "north",
      name: "Freezer 4",
      slug: "freezer-4",
      place: "Hall B",
      expected_interval_s: null,
      low: -25,
      high: -18,
    });
    expect(newSensorWish({ ...DRAFT, slug: "f4", every: "30" }, "C")).toMatchObject({
      slug: "f4",
      expected_interval_s: 30,
    });
    expect(newSensorWish({ ...DRAFT, low: "35.6", high: "46.4" }, "F")).toMatchObject({
      low: 2,
      high: 8,
    });
  });

  it("says what is wrong by field", () => {
    expect(wrongs(DRAFT)).toEqual({});
    expect(
      Object.keys(wrongs({ ...DRAFT, name: " ", low: "8", high: "2", every: "0" })).sort(),
    ).toEqual(["every", "high", "name", "slug"]);
    expect(wrongs({ ...DRAFT, slug: "Not So" }).slug).toBeDefined();
  });

  it("tries limits on the readings seen", () => {
    const samples = [sample(0, 2), sample(10, 9), sample(20, null)];
    expect(limitsCheck(samples, 0, 10)).toContain("latest 2 readings are all in range");
    expect(limitsCheck(samples, null, 8)).toContain("1 of the latest 2 readings is out of range");
    expect(limitsCheck(samples, null, null)).toBeNull();
  });
});
