import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  addressProblem,
  ends,
  fixed,
  parseRange,
  rangeProblem,
  rangeQuery,
  shift,
  zoom,
  type Range,
} from "@/time/range";
import { fields } from "@/time/zone";

const API = join(import.meta.dirname, "../../../services/api/openapi.json");
type Paths = Record<
  "/api/v1/sensors/{site}/{sensor}/limits/{since}",
  { delete: { parameters: { name: string; schema: { maximum?: number } }[] } }
>;

const NOW = Date.UTC(2026, 10, 23, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const parse = (text: string) => parseRange(new URLSearchParams(text));

describe("the range in the address", () => {
  it.each(["range=1h", "range=24h", "range=1y", `from=${NOW - DAY}&to=${NOW}`])(
    "%s survives a round trip",
    (text) => {
      expect(rangeQuery(parse(text))).toBe(text);
    },
  );

  it("accepts RFC 3339 times", () => {
    expect(parse("from=2026-11-22T13:00:00%2B01:00&to=2026-11-23T12:00:00Z")).toEqual({
      from: NOW - DAY,
      to: NOW,
    });
  });

  it.each([
    "",
    "range=2w",
    "from=5",
    "from=abc&to=def",
    `from=${NOW}&to=${NOW - DAY}`,
    `from=${NOW}&to=${NOW + 5}`,
    "from=-5&to=99999999999",
    "from=0&to=9007199254740991",
    "from=9007199254000000&to=9007199254700000",
  ])("falls back to the last 24 hours for %s", (text) => {
    expect(parse(text)).toEqual({ follow: "24h" });
  });
});

describe("moving", () => {
  it("moves by a whole range and returns to now", () => {
    const earlier = shift({ follow: "24h" }, -1, NOW);
    expect(earlier).toEqual({ from: NOW - 2 * DAY, to: NOW - DAY });
    expect(shift(earlier, 1, NOW + 1000)).toEqual({ from: NOW - DAY, to: NOW });
    expect(shift(shift(earlier, 1, NOW + 1000), 1, NOW + 1000)).toEqual({ follow: "24h" });
  });

  it("never shows the future", () => {
    const odd: Range = { from: NOW - 5 * HOUR, to: NOW - HOUR };
    expect(ends(shift(odd, 1, NOW), NOW)).toEqual({ from: NOW - 4 * HOUR, to: NOW });
    expect(fixed(NOW - HOUR, NOW + HOUR, NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW });
  });
});

describe("zooming", () => {
  it("keeps the instant under the pointer", () => {
    const about = NOW - 6 * HOUR;
    const { from, to } = ends(zoom({ follow: "24h" }, 0.5, about, NOW), NOW);
    expect(to - from).toBe(12 * HOUR);
    expect((about - from) / (to - from)).toBeCloseTo(0.75, 6);
  });

  it("stops at a minute and at ten years", () => {
    const least = ends(zoom({ from: NOW - 70_000, to: NOW }, 0.01, NOW, NOW), NOW);
    expect(least.to - least.from).toBe(60_000);
    const most = ends(zoom({ follow: "1y" }, 1000, NOW, NOW), NOW);
    expect(most.to - most.from).toBe(3660 * DAY);
  });
});

describe("problems of a range", () => {
  const now = 10 * 86_400_000;
  it.each([
    ["an empty one", 5, 5, "empty"],
    ["a reversed one", 6, 5, "before the beginning"],
    ["one in the future", now + 1, now + 120_000, "future"],
    ["a very short one", 0, 59_999, "shorter"],
    ["a million years", 0, 3.2e16, "longer"],
  ])("%s is reported", (_name, from, to, word) => {
    expect(rangeProblem(from, to, now)).toContain(word);
  });

  it("do not include an end in the future", () => {
    expect(rangeProblem(now - 60_000, now + 60_000, now)).toBeNull();
  });

  it.each(["", "range=7d", "from=0&to=60000", `from=${now}&to=${now + 60_000}`, "tab=table"])(
    "an address with %j has none",
    (search) => {
      expect(addressProblem(new URLSearchParams(search))).toBeNull();
    },
  );

  it.each([
    "range=9d",
    "from=5",
    "from=x&to=y",
    "from=60000&to=0",
    "from=1&to=1",
    "from=0&to=32000000000000000",
    "from=9007199254000000&to=9007199254700000",
    "from=%2B275000-01-01T00:00:00Z&to=%2B275000-01-02T00:00:00Z",
  ])("an address with %j has one", (search) => {
    expect(addressProblem(new URLSearchParams(search))).toMatch(/^The .*\.$/);
  });

  it("begin after the last instant that the API takes", () => {
    const { paths } = JSON.parse(readFileSync(API, "utf8")) as { paths: Paths };
    const taken = paths["/api/v1/sensors/{site}/{sensor}/limits/{since}"].delete.parameters;
    const latest = taken.find(({ name }) => name === "since")?.schema.maximum ?? NaN;
    const search = (to: number) => new URLSearchParams(`from=${to - DAY}&to=${to}`);
    expect(addressProblem(search(latest))).toBeNull();
    expect(addressProblem(search(latest + 1))).toContain("cannot be read");
    const { from } = ends(parseRange(search(latest)), NOW);
    expect(fields(from, "Pacific/Auckland").year).toBe(9998);
  });
});
