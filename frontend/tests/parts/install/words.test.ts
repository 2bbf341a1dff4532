import { describe, expect, it } from "vitest";
import {
  intervalWords,
  limitsCheck,
  minusSigns,
  newSensorOf,
  readingsWords,
  sampleSeries,
  parseNumber,
  unitRemark,
  draftErrors,
  type Draft,
} from "@/parts/install/words";
import type { Proposal } from "@/domain/types";
import { NOON } from "../../make";
import { makeProposal } from "../../make-proposal";

const sample = (seconds: number, value: number | null) => ({
  measured: NOON + seconds * 1000,
  received: NOON + seconds * 1000,
  value,
  quality: value === null ? 1 : 0,
});

const make = (changes: Partial<Proposal> = {}): Proposal =>
  makeProposal({
    last: sample(20, 4),
    samples: [sample(20, 4), sample(10, 3), sample(0, 2)],
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
  it("shows the number of readings, or that there are more", () => {
    expect(readingsWords(make())).toBe("324");
    expect(readingsWords(make({ count: 10_000, count_capped: true }))).toMatch(
      /^10.000\sor\smore$/,
    );
  });

  it("is drawn oldest first, without faults, with gaps", () => {
    const drawn = sampleSeries(
      make({ samples: [sample(200, 5), sample(20, null), sample(10, 3), sample(0, 2)] }),
    );
    expect(drawn?.value).toEqual([2, 3, 5]);
    expect(drawn?.gaps).toEqual([[NOON + 20_000, NOON + 200_000]]);
    expect(sampleSeries(make({ samples: [sample(0, 2)] }))).toBeNull();
    expect(sampleSeries(make({ samples: [sample(0, 2), sample(0, 3)] }))?.value).toEqual([2, 3]);
    expect(sampleSeries(make({ samples: [] }))).toBeNull();
  });

  it("shows the server's text with true minus signs, but keeps hyphens", () => {
    expect(minusSigns("Values around -21.5 °C are those of an ultra-low freezer.")).toBe(
      "Values around −21.5 °C are those of an ultra-low freezer.",
    );
  });

  it("shows an interval, which is never zero", () => {
    const plain = (seconds: number | null) => intervalWords(seconds)?.replace("\u00a0", " ");
    expect([plain(60), plain(0.2), plain(0)]).toEqual(["1 min", "0.2 s", "0.1 s"]);
    expect(intervalWords(null)).toBeNull();
  });

  it("explains that a new unit does not change stored readings", () => {
    expect(unitRemark(make(), "C")).toBeNull();
    expect(unitRemark(make(), "F")).toContain("decoded as °C and are not changed");
    expect(unitRemark(make({ unit: "F" }), "F")).toBeNull();
  });
});

describe("the form of a new sensor", () => {
  it("parses numbers with a comma or a true minus sign", () => {
    expect([parseNumber("−25"), parseNumber(" 2,5 "), parseNumber("")]).toEqual([-25, 2.5, null]);
    expect(parseNumber("2 to 8")).toBeNaN();
  });

  it("derives the web address from the name unless one is entered", () => {
    expect(newSensorOf(DRAFT, "C")).toEqual({
      site: "north",
      name: "Freezer 4",
      slug: "freezer-4",
      place: "Hall B",
      expected_interval_s: null,
      low: -25,
      high: -18,
    });
    expect(newSensorOf({ ...DRAFT, slug: "f4", every: "30" }, "C")).toMatchObject({
      slug: "f4",
      expected_interval_s: 30,
    });
    expect(newSensorOf({ ...DRAFT, low: "40", high: "46.4" }, "F")).toMatchObject({
      low: 4.4444,
      high: 8,
    });
  });

  it("reports errors by field", () => {
    expect(draftErrors(DRAFT)).toEqual({});
    expect(
      Object.keys(draftErrors({ ...DRAFT, name: " ", low: "8", high: "2", every: "0" })).sort(),
    ).toEqual(["every", "high", "name", "slug"]);
    expect(draftErrors({ ...DRAFT, slug: "Not So" }).slug).toBeDefined();
  });

  it("compares limits with the latest readings", () => {
    const samples = [sample(0, 2), sample(10, 9), sample(20, null)];
    expect(limitsCheck(samples, 0, 10)).toContain("latest 2 readings are all in range");
    expect(limitsCheck(samples, null, 8)).toContain("1 of the latest 2 readings is out of range");
    expect(limitsCheck(samples, null, null)).toBeNull();
  });
});
