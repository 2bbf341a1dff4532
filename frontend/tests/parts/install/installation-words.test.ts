import { describe, expect, it } from "vitest";
import { changesOf, endedBy, spanWords } from "@/parts/install/installation-words";
import type { Installation } from "@/domain/types";
import { fromField, toField } from "@/time/wall-field";
import { NOON } from "../../make";

const HOUR = 3_600_000;
const ZONE = "Europe/Vienna";
const make = (from: number | null, to: number | null, id = 1): Installation => ({
  id,
  sensor: "a/b",
  device: "d",
  channel: "t",
  from,
  to,
  etag: '"x"',
});

describe("installations", () => {
  it("have times in the site's zone, with seconds unless they are zero", () => {
    expect(spanWords(make(NOON, null), ZONE)).toBe("since Mon 23 Nov 2026, 13:00");
    expect(spanWords(make(NOON, NOON + 2000), ZONE)).toBe(
      "from Mon 23 Nov 2026, 13:00 until Mon 23 Nov 2026, 13:00:02",
    );
    expect(spanWords(make(null, null), ZONE)).toBe("always");
  });

  it("end at a time within them, and only then", () => {
    const before = make(null, NOON - HOUR, 1);
    const around = make(NOON - HOUR, null, 2);
    const after = make(NOON + HOUR, null, 3);
    expect(endedBy(NOON, [before, around, after]).map(({ id }) => id)).toEqual([2]);
  });

  it("change only in edited fields, so that minutes do not cut off existing seconds", () => {
    const seen = make(NOON + 2345, null);
    const before = { from: toField(NOON + 2345, ZONE), to: "" };
    const read = (text: string) => fromField(text, ZONE);
    expect(changesOf(seen, before, before, read)).toEqual({});
    expect(changesOf(seen, { ...before, to: "2026-11-23T14:00" }, before, read)).toEqual({
      to: NOON + HOUR,
    });
    expect(
      changesOf(make(NOON, NOON + HOUR), { from: "", to: "" }, { from: "x", to: "y" }, read),
    ).toEqual({ from: null, to: null });
  });
});
