import { describe, expect, it } from "vitest";
import { alertWords, bannerAlert, eventOf } from "@/features/shell/alerts";
import { added } from "@/features/shell/dismissed";
import { badge } from "@/features/shell/use-pages";
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
  it("is the worst: blind, lost, ledger, impaired, queued", () => {
    const all = [make("queued"), make("impaired"), make("ledger"), make("lost"), make("blind")];
    const seen: string[] = [];
    const dismissed = new Set<string>();
    for (let one = bannerAlert(all, dismissed); one; one = bannerAlert(all, dismissed)) {
      seen.push(one.kind);
      dismissed.add(eventOf(one));
    }
    expect(seen).toEqual(["blind", "lost", "ledger", "impaired", "queued"]);
  });

  it("is still what was lost when that is over, and no longer what was mended", () => {
    const over = { until: NOON + MINUTE };
    expect(bannerAlert([make("blind", over), make("lost", over)], NONE)?.kind).toBe("lost");
    expect(bannerAlert([make("blind", over), make("ledger")], NONE)?.kind).toBe("ledger");
    expect(bannerAlert([make("ledger", over), make("queued", over)], NONE)).toBeNull();
  });

  it("comes back with the next event of the kind, not with the same one grown", () => {
    const first = make("lost", { count: 1 });
    const dismissed = new Set([eventOf(first)]);
    expect(bannerAlert([{ ...first, count: 200, until: NOON + MINUTE }], dismissed)).toBeNull();
    expect(bannerAlert([first, make("lost", { since: NOON + MINUTE })], dismissed)?.since).toBe(
      NOON + MINUTE,
    );
  });
});

describe("the banner's words", () => {
  const words = (alert: Alert, lastDrop: number | null = null) =>
    alertWords(alert, NOON + 30 * MINUTE, "Europe/Vienna", lastDrop);

  it("say what was lost between when", () => {
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

  it("do not call temperatures unknown that still come in", () => {
    expect(words(make("impaired", { detail: "ingest-1 is not running." }))).toEqual({
      tone: "warn",
      title: "Monitoring has been impaired since 13:00.",
      text: "ingest-1 is not running.",
    });
  });
  it("say that temperatures are unknown while blind, and only then", () => {
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

it("keeps the last fifty dismissed events, each once", () => {
  const many = Array.from({ length: 60 }, (_, i) => `lost:${i}`).reduce(added, "");
  expect(many.split(" ")).toHaveLength(50);
  expect(
    added(many, "lost:20")
      .split(" ")
      .filter((one) => one === "lost:20"),
  ).toHaveLength(1);
  expect(added(many, "lost:20").endsWith("lost:20")).toBe(true);
});

it("counts proposals in few letters", () => {
  expect([badge(0, false), badge(3, false), badge(99, false), badge(100, true)]).toEqual([
    null,
    "3",
    "99",
    "99+",
  ]);
});
