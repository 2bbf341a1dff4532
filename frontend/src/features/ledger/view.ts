// What the page shows, as the address holds it.
import type { Reason } from "@/domain/types";
import { isInstant } from "@/time/range";

export const SPANS = [
  { key: "24h", label: "24 h", hours: 24 },
  { key: "7d", label: "7 d", hours: 168 },
  { key: "30d", label: "30 d", hours: 720 },
] as const;

type Span = (typeof SPANS)[number]["key"];

export interface LedgerView {
  span: Span;
  /** The start of the only hour whose rejects are shown, in ms; null for all. */
  hour: number | null;
  reason: Reason | null;
  device: string | null;
}

export const spanOf = (key: Span) => SPANS.find((span) => span.key === key) ?? SPANS[0];

/** "24 hours", "7 days" */
export function spanWords(key: Span): string {
  const { hours } = spanOf(key);
  return hours <= 24 ? `${hours} hours` : `${hours / 24} days`;
}

export function viewOf(search: Pick<URLSearchParams, "get">): LedgerView {
  const hour = Number(search.get("hour"));
  const reason = search.get("reason");
  return {
    span: SPANS.find((span) => span.key === search.get("range"))?.key ?? "24h",
    hour: isInstant(hour) && hour > 0 ? hour : null,
    // The API refuses an unknown reason.
    reason: reason ? (reason as Reason) : null,
    device: search.get("device") || null,
  };
}

export function viewQuery({ span, hour, reason, device }: LedgerView): string {
  const query = new URLSearchParams();
  if (span !== "24h") query.set("range", span);
  if (hour !== null) query.set("hour", String(hour));
  if (reason !== null) query.set("reason", reason);
  if (device !== null) query.set("device", device);
  return query.toString();
}
