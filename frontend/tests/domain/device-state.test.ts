import { describe, expect, it } from "vitest";
import { clockWords, deviceProblems, judgeDevice } from "@/domain/device-state";
import { NOON } from "../make";
import { makeDevice } from "../make-device";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const stateOf = (changes: Parameters<typeof makeDevice>[0]) =>
  judgeDevice(makeDevice(changes), NOON).state;
const problems = (changes: Parameters<typeof makeDevice>[0]) =>
  deviceProblems(makeDevice({ site: "clinic", ...changes }), NOON, "UTC").map((words) =>
    words.replaceAll("\u00a0", " "),
  );

describe("the state of a device", () => {
  it("is what people decided before what the device says", () => {
    const talks = { connection: "online" as const, heard: NOON };
    expect(stateOf({ ...talks, removed: 1, disabled: 1 })).toBe("removed");
    expect(stateOf({ ...talks, disabled: 1 })).toBe("disabled");
    expect(stateOf(talks)).toBe("online");
  });

  it("is offline only while it sends nothing", () => {
    expect(stateOf({ connection: "offline", heard: NOON - DAY })).toBe("offline");
    const awake = { connection: "asleep" as const, heard: NOON };
    expect(stateOf({ ...awake, offline_at: NOON + MINUTE })).toBe("asleep");
    expect(stateOf({ ...awake, offline_at: NOON - MINUTE })).toBe("offline");
  });

  it("comes from its readings where it says nothing", () => {
    expect(stateOf({})).toBe("never");
    expect(stateOf({ heard: NOON - DAY })).toBe("heard");
    expect(stateOf({ heard: NOON - DAY, problem: "silent" })).toBe("silent");
    expect(stateOf({ connection: "online", problem: "silent" })).toBe("silent");
  });
});

describe("what needs attention", () => {
  it("is a removed device that is heard again", () => {
    expect(problems({ removed: 1 })).toEqual([]);
    expect(problems({ removed: 1, problem: "removed" })).toEqual(["removed, but heard again"]);
  });

  it("is what worker and api say is wrong, with its time", () => {
    const offline = { connection: "offline" as const, connection_at: NOON - 60 * MINUTE };
    expect(problems({ ...offline, problem: "silent" })).toEqual(["offline since 11:00"]);
    expect(problems({ problem: "never_connected" })).toEqual(["never connected"]);
    expect(problems({ problem: "rejected" })).toEqual(["messages rejected in the last 24 h"]);
  });

  it("is nothing for a device that works, or that may not connect", () => {
    expect(problems({ heard: NOON })).toEqual([]);
    expect(problems({ disabled: 1, clock_skew_ms: MINUTE, site: null })).toEqual([]);
  });

  it("names credential, silence, clock and missing site, worst first", () => {
    const credential = { ...makeDevice().credential, state: "failed" as const };
    const device = {
      credential,
      problem: "silent" as const,
      heard: NOON - 2 * DAY,
      clock_skew_ms: -5 * MINUTE,
      site: null,
    };
    expect(problems(device)).toEqual([
      "refused by the broker",
      "nothing since Sat 12:00",
      "clock lags by 5 min",
      "no home site",
    ]);
  });
});

it("says whether the clock leads or lags", () => {
  const words = (skew: number | null) =>
    clockWords({ clock_skew_ms: skew })?.replaceAll("\u00a0", " ");
  expect(words(null)).toBeUndefined();
  expect(words(120_000)).toBe("leads by 2 min");
  expect(words(-300_000)).toBe("lags by 5 min: the clock is slow, or it publishes late");
});
