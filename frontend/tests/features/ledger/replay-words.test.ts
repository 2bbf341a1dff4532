import { describe, expect, it } from "vitest";
import {
  askedWords,
  canReplay,
  footWords,
  jobWords,
  replayableWords,
} from "@/features/ledger/replay-words";
import type { ReplayJob } from "@/domain/types";
import { NOON } from "../../make";

const make = (changes: Partial<ReplayJob> = {}): ReplayJob => ({
  id: 1,
  state: "done",
  asked: NOON,
  asked_by: "mira",
  filter: {},
  matched: 3,
  replayed: 2,
  duplicate: 1,
  refused_again: 0,
  done: NOON,
  error: null,
  ...changes,
});

describe("a replay", () => {
  it("is possible if nothing is said against it", () => {
    expect(canReplay({ why_not: null })).toBe(true);
    expect(canReplay({ why_not: "cut" })).toBe(false);
  });

  it("shows its progress and results", () => {
    expect(jobWords(make({ state: "waiting", replayed: 0, duplicate: 0 }))).toBe(
      "3 rejects to replay, waiting for ingest",
    );
    expect(jobWords(make({ state: "running", replayed: 1, duplicate: 0 }))).toBe(
      "Replaying 3 rejects: 1 became readings so far",
    );
    expect(jobWords(make())).toBe("Of 3 rejects, 2 became readings, 1 was already stored");
    expect(jobWords(make({ matched: 1, replayed: 0, duplicate: 0, refused_again: 1 }))).toBe(
      "Of 1 reject, 1 was rejected again",
    );
    expect(jobWords(make({ matched: 0, replayed: 0, duplicate: 0 }))).toBe("Nothing to replay");
    expect(jobWords(make({ state: "failed", error: "the database was away" }))).toBe(
      "Failed: the database was away",
    );
  });

  it("names its filter", () => {
    const title = () => "Time without a zone";
    expect(askedWords(make({ filter: { ids: [7] } }), title)).toBe("one reject");
    expect(askedWords(make({ filter: { from: 0, to: 1 } }), title)).toBe(
      "all that can be replayed",
    );
    expect(
      askedWords(
        make({ filter: { from: 0, to: 1, reason: "time_without_zone", device: "clinic-log-2" } }),
        title,
      ),
    ).toBe("Time without a zone of clinic-log-2");
  });
});

it("shows the number of rejects that were counted but not kept", () => {
  const flood = { reason: "not_json", title: "", count: 50_000, kept: 100 };
  expect(footWords(8, [flood])).toMatch(
    /^8 of 100, newest first, and 49.900 more counted but not kept$/,
  );
  expect(footWords(8, [{ ...flood, count: 8, kept: 8 }])).toBe("8 of 8, newest first");
  expect(footWords(0, [{ ...flood, kept: 0 }])).toMatch(/^None kept, and 50.000 more/);
});

it("says before a replay how many can be replayed", () => {
  expect(replayableWords({ matched: 12, of: 130 })).toBe("12 of 130 can be replayed");
  expect(replayableWords({ matched: 0, of: 130 })).toBe("None of 130 can be replayed");
});
