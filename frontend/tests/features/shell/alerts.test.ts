import { describe, expect, it } from "vitest";
import { alertWords, bannerAlert, eventOf } from "@/features/shell/alerts";
import type { Alert } from "@/domain/types";
import { NOON } from "../../make";

const MINUTE = 60_000;
const NONE: ReadonlySet<string> = new Set();

const make = (kind: Alert["kind"], changes: Partial<Alert> = {}): Alert => ({
  kind,
  since: NOON,
  until: null,
  count: null,
  detail: "",
  ...changes,
});

describe("the banner's alert", () => {
  it("is the most urgent: blind, lost, ledger, impaired, queued", () => {
    const all = [make("queued"), make("impaired"), make("ledger"), make("lost"), make("blind")];
    const seen: string[] = [];
    const dismissed = new Set<string>();
    for (;;) {
      const alert = bannerAlert(all, dismissed);
      if (!alert) break;
      seen.push(alert.kind);
      dismissed.add(eventOf(alert));
    }
    expect(seen).toEqual(["blind", "lost", "ledger", "impaired", "queued"]);
  });

  it("is still shown for an ended loss or blindness, but not for other ended alerts", () => {
    const over = { until: NOON + MINUTE };
    expect(bannerAlert([make("blind", over), make("lost", over)], NONE)?.kind).toBe("lost");
    expect(bannerAlert([make("blind", over), make("ledger")], NONE)?.kind).toBe("ledger");
    expect(bannerAlert([make("ledger", over), make("queued", over)], NONE)).toBeNull();
  });

  it("reappears with the next alert of its kind, but not when the same one grows", () => {
    const first = make("lost", { count: 1 });
    const dismissed = new Set([eventOf(first)]);
    expect(bannerAlert([{ ...first, count: 200, until: NOON + MINUTE }], dismissed)).toBeNull();
    expect(bannerAlert([first, make("lost", { since: NOON + MINUTE })], dismissed)?.since).toBe(
      NOON + MINUTE,
    );
  });
});

describe("the banner's text", () => {
  const words = (alert: Alert, lastDrop: number | null = null) =>
    alertWords(alert, NOON + 30 * MINUTE, "Europe/Vienna", lastDrop);

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
      title: "Monitoring was interrupted at 13:00 for 5\u00a0min.",
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
