import { describe, expect, it } from "vitest";
import {
  beforeOf,
  boundField,
  boundOf,
  boundsWords,
  changedWords,
  endOf,
} from "@/features/sensor/limits-words";
import type { DatedLimits } from "@/domain/types";

const AT = Date.UTC(2026, 10, 23, 13, 49);
const MINUTE = 60_000;

const dated = (changes: Partial<DatedLimits> = {}): DatedLimits => ({
  since: AT,
  low: 2,
  high: 8,
  set_by: "tomas",
  set_by_name: "Tomás Okafor",
  set_at: AT,
  ...changes,
});

describe("limits as text", () => {
  it("name a least duration and a hysteresis", () => {
    const bounds = { low: 2, high: 8, min_duration_s: 900, hysteresis: 0.5 };
    const words = boundsWords(bounds, "F").replaceAll("\u00a0", " ");
    expect(words).toBe("35.6 to 46.4 °F (counts from 15 min, hysteresis 0.9 °F)");
  });

  it("name one limit, both or none", () => {
    expect(boundsWords({ low: 2, high: 8 }, "C")).toBe("2.0 to 8.0 °C");
    expect(boundsWords({ low: null, high: -18 }, "C")).toBe("up to −18.0\u00a0°C");
    expect(boundsWords({ low: 2, high: null }, "F")).toBe("from 35.6\u00a0°F");
    expect(boundsWords({ low: null, high: null }, "C")).toBe("no limits");
    expect(boundsWords({ low: null, high: 4.4444 }, "F")).toBe("up to 40.0\u00a0°F");
    expect(boundsWords({ low: -18.25, high: 4.4444 }, "C")).toBe("−18.25 to 4.4444 °C");
  });

  it("are entered in the reader's unit and stored in °C without loss", () => {
    expect(boundField(2, "F")).toBe("35.6");
    expect(boundField(-21.85, "C")).toBe("-21.85");
    expect(boundField(null, "C")).toBe("");
    expect(boundOf("35.6", "F")).toBe(2);
    expect(boundOf("40", "F")).toBe(4.4444);
    expect(boundField(4.4444, "F")).toBe("40");
    expect(boundField(4.444444444444445, "F")).toBe("40");
    expect(boundOf(" −21,85 ", "C")).toBe(-21.85);
    expect(boundOf("", "C")).toBeNull();
    for (const text of ["8 °C", "1e3", ".", "--5", "∞"]) expect(boundOf(text, "C")).toBeUndefined();
    for (const value of [-18, 0.1, 2.25, 7.5, 8])
      expect(boundOf(boundField(value, "F"), "F")).toBe(value);
  });

  it("have an end and a predecessor", () => {
    const all = [
      dated(),
      dated({ since: AT - 10 * MINUTE, high: 7 }),
      dated({ since: AT - 20 * MINUTE, high: 6 }),
    ];
    expect(endOf(AT - 15 * MINUTE, all)).toBe(AT - 10 * MINUTE);
    expect(endOf(AT, all)).toBeNull();
    expect(beforeOf(AT, all).high).toBe(7);
    expect(beforeOf(AT - 20 * MINUTE, all)).toEqual({ low: null, high: null });
  });

  it("name who changed them in the meantime", () => {
    const seen = {
      items: [dated({ set_at: AT - MINUTE, since: AT - MINUTE, high: 7 })],
      etag: "1",
    };
    const now = { items: [dated(), ...seen.items], etag: "2" };
    expect(changedWords(seen, now, "C", "Europe/Vienna")).toBe(
      "Tomás Okafor set 2.0 to 8.0 °C at 14:49.",
    );
    const late = {
      items: [...seen.items, dated({ since: AT - 86_400_000, set_by_name: null })],
      etag: "2",
    };
    expect(changedWords(seen, late, "C", "Europe/Vienna")).toBe(
      "tomas set 2.0 to 8.0 °C at 14:49, in force since Sun 22 Nov 2026, 14:49.",
    );
    expect(changedWords(seen, { items: [], etag: "3" }, "C", "Europe/Vienna")).toBe(
      "Now in force: no limits.",
    );
  });
});
