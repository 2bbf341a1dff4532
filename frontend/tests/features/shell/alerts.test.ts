import { describe, expect, it } from "vitest";
import { alertWords, endOf, eventOf, NOT_LIVE, toldAlerts } from "@/features/shell/alerts";
import type { Alert } from "@/domain/types";
import { NOON } from "../../make";

const MINUTE = 60_000;
const LATER = NOON + 30 * MINUTE;
const NONE: ReadonlySet<string> = new Set();

const make = (kind: Alert["kind"], changes: Partial<Alert> = {}): Alert => ({
  kind,
  since: NOON,
  until: null,
  count: null,
  detail: "",
  ...changes,
});

describe("the banner's alerts", () => {
  const kinds = (alerts: Alert[], now = NOON, lastDrop: number | null = null) =>
    toldAlerts(alerts, NONE, now, lastDrop).map(({ alert }) => alert.kind);

  it("come most urgent first: blind, lost, ledger, impaired, queued", () => {
    const all = [make("queued"), make("impaired"), make("ledger"), make("lost"), make("blind")];
    expect(kinds(all)).toEqual(["blind", "lost", "ledger", "impaired", "queued"]);
  });

  it("have what is wrong now before what was, and being blind before not being live", () => {
    const over = { until: NOON + MINUTE };
    expect(kinds([make("blind", over), make("queued")])).toEqual(["queued", "blind"]);
    expect(kinds([make("lost"), make("queued")], NOON + 5 * MINUTE, NOON + MINUTE)).toEqual([
      "queued",
      "lost",
    ]);
    const [now] = toldAlerts([make("blind")], NONE, NOON);
    const [past] = toldAlerts([make("blind", over)], NONE, NOON);
    const [lost] = toldAlerts([make("lost")], NONE, NOON);
    expect(now?.rank).toBeLessThan(NOT_LIVE);
    expect(lost?.rank).toBeGreaterThan(NOT_LIVE);
    expect(past?.rank).toBeGreaterThan(NOT_LIVE);
  });

  it("tell of a past blindness or loss for 15 minutes, and of no other ended alert", () => {
    const over = { until: NOON + MINUTE };
    const at = NOON + 16 * MINUTE;
    expect(kinds([make("blind", over), make("lost", over)], at)).toEqual(["lost", "blind"]);
    expect(kinds([make("blind", over), make("lost", over)], at + 1)).toEqual([]);
    expect(kinds([make("ledger", over), make("queued", over), make("impaired", over)])).toEqual([]);
  });

  it("reappear with the next alert of a kind, but not when the same one grows", () => {
    const first = make("lost", { count: 1 });
    const dismissed = new Set([eventOf(first)]);
    const grown = { ...first, count: 200, until: NOON + MINUTE };
    expect(toldAlerts([grown], dismissed, NOON)).toEqual([]);
    const next = make("lost", { since: NOON + MINUTE });
    expect(toldAlerts([first, next], dismissed, NOON).map(({ alert }) => alert)).toEqual([next]);
  });
});

describe("the banner's text", () => {
  const words = (alert: Alert, lastDrop: number | null = null) =>
    alertWords({ alert, end: endOf(alert, LATER, lastDrop) }, LATER, "Europe/Vienna");

  it("names the loss and its time span", () => {
    expect(words(make("lost", { count: 112 }), NOON + 3 * MINUTE).title).toBe(
      "The broker dropped 112 messages between 13:00 and 13:03.",
    );
    expect(words(make("lost", { count: 1 }), NOON + 1000).title).toBe(
      "The broker dropped 1 message at 13:00.",
    );
    expect(
      words(make("lost", { count: 112, until: NOON + 63 * MINUTE }), NOON + 3 * MINUTE).title,
    ).toContain("between 13:00 and 13:03");
    expect(words(make("lost", { count: 112 })).text).toBe(
      "The devices consider them delivered and will not send them again.",
    );
  });

  it("says when an open alert was last known to hold, if the connection is lost", () => {
    const told = { alert: make("blind"), end: null };
    expect(alertWords(told, LATER, "Europe/Vienna", NOON + MINUTE).title).toBe(
      "Monitoring has been blind since 13:00, as of 13:01.",
    );
  });

  it("tells every kind that has ended in the past tense, with its length", () => {
    const ended = (kind: Alert["kind"]) =>
      words(make(kind, { until: NOON + 8 * MINUTE, count: 900 })).title;
    expect(ended("impaired")).toBe("Monitoring was impaired from 13:00 to 13:08 (8\u00a0min).");
    expect(ended("ledger")).toBe("The ledger did not balance from 13:00 to 13:08 (8\u00a0min).");
    expect(ended("queued")).toBe(
      "900 messages waited in the broker from 13:00 to 13:08 (8\u00a0min).",
    );
    expect(words(make("blind", { until: NOON + 300 })).title).toBe(
      "Monitoring was interrupted at 13:00 for 1\u00a0s.",
    );
  });

  it("does not call temperatures unknown while monitoring is only impaired", () => {
    expect(words(make("impaired", { detail: "ingest-1 is not running." }))).toEqual({
      tone: "warn",
      title: "Monitoring has been impaired since 13:00.",
      text: "ingest-1 is not running.",
    });
  });
  it("calls temperatures unknown only while monitoring is blind", () => {
    const blind = words(
      make("blind", { detail: "No ingest is collecting readings from the broker." }),
    );
    expect(blind).toEqual({
      tone: "bad",
      title: "Monitoring has been blind since 13:00.",
      text: "Current temperatures are unknown. No ingest is collecting readings from the broker.",
    });
    expect(words(make("blind", { until: NOON + 5 * MINUTE }))).toMatchObject({
      tone: "warn",
      title: "Monitoring was interrupted from 13:00 to 13:05 (5\u00a0min).",
    });
    const over = make("blind", {
      until: NOON + 40_000,
      detail: "Readings were not being collected; nothing was lost.",
    });
    expect(words(over)).toEqual({
      tone: "warn",
      title: "Monitoring was interrupted at 13:00 for 40\u00a0s.",
      text: over.detail,
    });
  });
});
