"use client";
// The banner of a page: the most urgent of blind, lost, ledger, impaired, queued, not live.
import { useMe } from "@/data/api/me";
import { useWatch } from "@/data/api/watch";
import { useLiveness } from "@/data/live/live";
import { useNow } from "@/time/now";
import { useReading } from "@/data/preferences";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { alertWords, bannerAlert, eventOf } from "./alerts";
import { useDismissed } from "./dismissed";
import { LiveBanner } from "./live-banner";
import { usePlace } from "./use-place";

const NONE: never[] = [];

export function Banners() {
  const subject = useMe().data?.subject ?? "";
  const { phase } = useLiveness();
  const watch = useWatch().data;
  const { zone } = useReading();
  const { page } = usePlace();
  const now = useNow();
  const { dismissed, dismiss } = useDismissed(subject);
  const alert = bannerAlert(watch?.alerts ?? NONE, dismissed);
  // While signed out the alerts are outdated, and signing in again comes first.
  if (!alert || subject === "" || phase === "ended") return <LiveBanner />;
  const { tone, title, text } = alertWords(
    alert,
    now,
    zone,
    watch?.broker.dropped?.last?.to ?? null,
  );
  return (
    <Banner
      tone={tone}
      title={title}
      testId={`banner-${alert.kind}`}
      link={page === "ledger" ? undefined : { href: "/ledger", text: "See the ledger" }}
      actions={
        <Button
          kind="bare"
          size="sm"
          icon
          aria-label="Dismiss"
          onClick={() => dismiss(eventOf(alert))}
        >
          <Icon name="x" />
        </Button>
      }
    >
      {text}
    </Banner>
  );
}
