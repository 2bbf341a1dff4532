import { describe, expect, it } from "vitest";
import { age, brief, clock, full, fullIn, near } from "@/time/moment";
import { withOffset } from "@/time/zoned";

const ZONE = "Europe/Vienna";
const NOW = Date.UTC(2026, 10, 23, 13, 52, 7);
const MINUTE = 60_000;
const DAY = 86_400_000;
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("moments", () => {
  it("are written in full with their offset", () => {
    expect(full(NOW - 8000, ZONE)).toBe("Mon 23 Nov 2026, 14:51:59 UTC+01:00");
  });

  it("are ages up to an hour, then times, then dates", () => {
    expect(plain(age(NOW - 8000, NOW, ZONE))).toBe("8 s ago");
    expect(plain(age(NOW - 50 * MINUTE, NOW, ZONE))).toBe("50 min ago");
    expect(age(NOW - 75 * MINUTE, NOW, ZONE)).toBe("13:37");
    expect(age(NOW - DAY, NOW, ZONE)).toBe("22 Nov");
    expect(age(NOW - 400 * DAY, NOW, ZONE)).toBe("19 Oct 2025");
  });

  it("are 0 s ago if the browser's clock is just behind, but not if they are still to come", () => {
    expect(plain(age(NOW + 3000, NOW, ZONE))).toBe("0 s ago");
    expect(plain(age(NOW + 50_000, NOW, ZONE))).toBe("in 50 s");
    expect(plain(age(NOW + 4 * MINUTE, NOW, ZONE))).toBe("in 4 min");
  });

  it("belong to the zone's day, not the browser's", () => {
    const justAfterMidnight = Date.UTC(2026, 10, 22, 23, 10);
    expect(brief(justAfterMidnight, NOW, ZONE)).toBe("00:10");
    expect(brief(justAfterMidnight, NOW, "America/Chicago")).toBe("22 Nov");
  });

  it("have a weekday within a week and a date beyond", () => {
    expect(near(NOW - MINUTE, NOW, ZONE)).toBe("14:51");
    expect(near(NOW - DAY, NOW, ZONE)).toBe("Sun 14:52");
    expect(near(NOW - 20 * DAY, NOW, ZONE)).toBe("3 Nov 14:52");
  });

  it("say their offset beside times of other zones, and a date its time", () => {
    const there = withOffset("Asia/Kathmandu");
    expect(plain(clock(NOW, there, true))).toBe("19:37:07 UTC+05:45");
    expect(plain(age(NOW - 8000, NOW, there))).toBe("8 s ago");
    expect(plain(age(NOW - 75 * MINUTE, NOW, there))).toBe("18:22 UTC+05:45");
    expect(plain(brief(NOW - DAY, NOW, there))).toBe("22 Nov 19:37 UTC+05:45");
    expect(plain(near(NOW - DAY, NOW, there))).toBe("Sun 19:37 UTC+05:45");
    expect(plain(near(NOW - 20 * DAY, NOW, there))).toBe("3 Nov 19:37 UTC+05:45");
  });

  it("are told in full with the name of their zone", () => {
    expect(fullIn(NOW, withOffset("America/New_York"))).toBe(
      "Mon 23 Nov 2026, 08:52:07 UTC−05:00, America/New York",
    );
  });

  it("have seconds on request", () => {
    expect(clock(NOW, "Asia/Kathmandu", true)).toBe("19:37:07");
  });
});
