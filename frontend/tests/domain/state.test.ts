import { describe, expect, it } from "vitest";
import { againstLimits, isSilent, judge, needsAttention, worst, worstFirst } from "@/domain/state";
import type { Sensor } from "@/domain/types";
import { NOON, makeLatest, makeSensor } from "../make";

const MINUTE = 60_000;
const row = (changes: Partial<Sensor>) => {
  const sensor = makeSensor(changes);
  return { sensor, judged: judge(sensor, NOON) };
};

describe("silence", () => {
  it("begins after three expected intervals without a message from the server", () => {
    const sensor = makeSensor();
    expect(judge(sensor, NOON + 30_000).state).toBe("in_range");
    expect(judge(sensor, NOON + 30_001)).toMatchObject({
      state: "silent",
      since: NOON,
      value: 4.3,
      old: true,
    });
  });

  it("assumes an interval of a minute if none is known, as the server does", () => {
    const sensor = makeSensor({ interval_s: null });
    expect(isSilent(sensor, NOON + 3 * MINUTE)).toBe(false);
    expect(isSilent(sensor, NOON + 3 * MINUTE + 1)).toBe(true);
  });

  it("begins at the server's silent_at, whatever the interval", () => {
    const sensor = makeSensor({ interval_s: 10, silent_at: NOON + 5000 });
    expect(isSilent(sensor, NOON + 4999)).toBe(false);
    expect(isSilent(sensor, NOON + 5000)).toBe(true);
  });

  it("takes precedence over a fault and over limits", () => {
    const fault = makeSensor({ state: "fault", status: "fault", latest: makeLatest(NOON, null) });
    expect(judge(fault, NOON + 10_000).state).toBe("fault");
    expect(judge(fault, NOON + MINUTE).state).toBe("silent");
  });

  it("does not apply to a sensor that has never reported", () => {
    const never = makeSensor({ state: "never", status: "never", latest: null });
    expect(judge(never, NOON + 1e9)).toEqual({
      state: "never",
      since: null,
      value: null,
      time: null,
      old: false,
    });
  });
});

describe("doubtful values", () => {
  const suspect = makeSensor({
    state: "suspect",
    status: "fault",
    since: NOON - MINUTE,
    latest: { ...makeLatest(NOON, 999), quality: 2, good_time: NOON - 4 * MINUTE, good_value: 4.1 },
  });

  it("show the last value that counted as old, and what came instead", () => {
    const judged = judge(suspect, NOON);
    expect(judged).toMatchObject({ state: "suspect", value: 4.1, old: true });
    expect(againstLimits(suspect, judged, "C", NOON, "UTC")).toBe("doubtful: 999.0\u00a0°C");
    expect(needsAttention("suspect")).toBe(true);
  });

  it("become a silence like all others", () => {
    expect(judge(suspect, NOON + 3 * MINUTE + 1).state).toBe("silent");
  });

  it("say so without a value that ever counted, and without a known begin", () => {
    const sensor = makeSensor({
      state: "suspect",
      since: null,
      latest: { ...makeLatest(NOON, 85), quality: 2, good_time: null, good_value: null },
    });
    const judged = judge(sensor, NOON);
    expect(judged).toMatchObject({ state: "suspect", value: null });
    expect(againstLimits(sensor, judged, "C", NOON, "UTC")).toBe("doubtful: 85.0\u00a0°C");
  });
});

describe("worst first", () => {
  it("sorts the longest out of range first, then fault and doubtful, silent, never, in range, each by name", () => {
    const rows = [
      row({ id: "a", name: "Zebra" }),
      row({ id: "b", name: "Never", state: "never", latest: null }),
      row({ id: "c", name: "Silent", state: "silent", since: NOON - MINUTE }),
      row({ id: "d", name: "Fault", state: "fault", since: NOON }),
      row({ id: "j", name: "Doubtful", state: "suspect", since: NOON }),
      row({ id: "e", name: "Newly below", state: "below", since: NOON - MINUTE }),
      row({ id: "f", name: "Long above", state: "above", since: NOON - 40 * MINUTE }),
      row({ id: "g", name: "Longer than known", state: "above", since: null }),
      row({ id: "h", name: "Also longer", state: "above", since: null }),
      row({ id: "i", name: "Apple" }),
    ];
    expect(worstFirst(rows).map(({ sensor }) => sensor.name)).toEqual([
      "Also longer",
      "Longer than known",
      "Long above",
      "Newly below",
      "Doubtful",
      "Fault",
      "Silent",
      "Never",
      "Apple",
      "Zebra",
    ]);
  });

  it("finds the worst of several states", () => {
    expect(worst(["in_range", "silent", "fault"])).toBe("fault");
    expect(worst([])).toBe("in_range");
    expect(worst(["no_limits", "in_range"])).toBe("in_range");
    expect(worst(["no_limits", "no_limits"])).toBe("no_limits");
    expect(worst(["no_limits", "never"])).toBe("never");
  });
});

describe("the value compared with its limits", () => {
  const text = (changes: Partial<Sensor>, unit: "C" | "F" = "C") => {
    const { sensor, judged } = row(changes);
    return againstLimits(sensor, judged, unit, NOON, "Europe/Vienna");
  };

  it("shows the distance beyond a limit", () => {
    expect(text({ state: "above", latest: makeLatest(NOON, 9.3) })).toBe("1.3 above 8.0");
    expect(text({ state: "below", latest: makeLatest(NOON, 1.8) })).toBe("0.2 below 2.0");
    expect(text({ state: "above", latest: makeLatest(NOON, 9.3) }, "F")).toBe("2.3 above 46.4");
  });

  it("never shows a distance of 0.0, and the limit with all of its decimals", () => {
    expect(text({ state: "above", latest: makeLatest(NOON, 8.04) })).toBe("0.04 above 8.0");
    expect(text({ state: "below", latest: makeLatest(NOON, 1.9999) })).toBe("0.0001 below 2.0");
    const limits = { low: null, high: 4.4444, since: 0 };
    expect(text({ state: "above", limits, latest: makeLatest(NOON, 4.46) }, "F")).toBe(
      "0.03 above 40.0",
    );
    expect(text({ limits, latest: makeLatest(NOON, 4.4444) }, "F")).toBe("up to 40.0");
  });

  it("takes noise of what was stored before values were rounded for the limit itself", () => {
    const limits = { low: null, high: -18, since: 0 };
    const latest = makeLatest(NOON, -17.99999999999997);
    expect(text({ limits, latest })).toBe("up to −18.0");
  });

  it("shows the limits of a value within them", () => {
    expect(text({})).toBe("2.0 to 8.0");
    expect(text({ limits: { low: -25, high: -18, since: 0 }, latest: makeLatest(NOON, -20) })).toBe(
      "\u221225.0 to \u221218.0",
    );
    expect(text({ limits: { low: null, high: 8, since: 0 } })).toBe("up to 8.0");
    expect(text({ limits: null, state: "no_limits" })).toBe("not judged");
  });

  it("shows since when it is unknown", () => {
    expect(text({ state: "silent", since: NOON - 50 * MINUTE })).toBe("unknown since 12:10");
  });
});

describe("a reading whose time is unsure", () => {
  const unsure = { ...makeLatest(NOON, 19), quality: 4 };

  it("leaves the value to a good one that is not too old", () => {
    const latest = { ...unsure, good_time: NOON - 5000, good_value: 4 };
    expect(judge(makeSensor({ latest }), NOON).value).toBe(4);
    expect(judge(makeSensor({ latest }), NOON + 25_000).value).toBe(4);
    expect(judge(makeSensor({ latest }), NOON + 25_001).value).toBe(19);
  });

  it("is the value by which a sensor without a good one is judged", () => {
    const latest = { ...unsure, good_time: null, good_value: null };
    expect(judge(makeSensor({ latest, state: "above" }), NOON)).toMatchObject({
      state: "above",
      value: 19,
      time: NOON,
    });
    const suspect = { ...latest, quality: 6 };
    expect(judge(makeSensor({ latest: suspect }), NOON).state).toBe("never");
  });
});

describe("a sensor without a good reading", () => {
  const suspect = { ...makeLatest(NOON, 85), quality: 2, good_time: null, good_value: null };

  it("is never in range", () => {
    const sensor = makeSensor({ latest: suspect });
    const judged = judge(sensor, NOON);
    expect(judged.state).toBe("never");
    expect(againstLimits(sensor, judged, "C", NOON, "Europe/Vienna")).toBe("no valid reading");
  });

  it("can be in fault or silent", () => {
    expect(judge(makeSensor({ state: "fault", latest: suspect }), NOON).state).toBe("fault");
    expect(judge(makeSensor({ latest: suspect }), NOON + 60_000).state).toBe("silent");
    const never = makeSensor({ state: "never", latest: suspect });
    expect(judge(never, NOON).state).toBe("never");
    expect(judge(never, NOON + 60_000).state).toBe("silent");
  });
});
