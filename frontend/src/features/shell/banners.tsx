"use client";
// The banner of a page: the most urgent of what is wrong now, or lately was, and the others on request.
import { Sentence } from "@/parts/moment";
import { useState, type ReactNode } from "react";
import { useMe } from "@/data/api/me";
import { useWatch } from "@/data/api/watch";
import { useAsOf } from "@/data/live/as-of";
import { useLiveness } from "@/data/live/live";
import { useNow } from "@/time/now";
import { useOwnZone } from "@/data/zones";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { alertWords, eventOf, NOT_LIVE, toldAlerts, type Told } from "./alerts";
import { useDismissed } from "./dismissed";
import { LiveBanner } from "./live-banner";
import { useNews } from "./use-news";
import { usePlace } from "./use-place";
import classes from "./banners.module.css";

const NONE: never[] = [];

interface Item {
  key: string;
  rank: number;
  show: (more: ReactNode) => ReactNode;
}

export function Banners() {
  const subject = useMe().data?.subject ?? "";
  const { phase } = useLiveness();
  const watch = useWatch();
  const now = useNow();
  const { dismissed, dismiss } = useDismissed(subject);
  const isNews = useNews(watch.data?.alerts);
  const [expanded, setExpanded] = useState(false);
  const alerts = watch.data?.alerts ?? NONE;
  const told = toldAlerts(alerts, dismissed, now, watch.data?.broker.last_drop ?? null);
  // While signed out the alerts are outdated, and signing in again comes first.
  if (phase === "ended" || subject === "") return <LiveBanner />;
  const items: Item[] = told.map((item) => ({
    key: eventOf(item.alert),
    rank: item.rank,
    show: (more) => (
      <AlertBanner
        told={item}
        outdated={watch.isError}
        news={isNews(item.alert)}
        more={more}
        onDismiss={() => dismiss(eventOf(item.alert))}
      />
    ),
  }));
  if (phase === "waiting")
    items.push({ key: "not-live", rank: NOT_LIVE, show: (more) => <LiveBanner more={more} /> });
  items.sort((a, b) => a.rank - b.rank);
  const rest = items.length - 1;
  const more = rest > 0 && (
    <Button
      size="sm"
      aria-expanded={expanded}
      data-testid="banner-more"
      onClick={() => setExpanded(!expanded)}
    >
      {expanded ? "Show less" : `+${rest} more`}
    </Button>
  );
  return items.length === 0 ? null : (
    <div className={classes.banners} data-testid="banners">
      {items.slice(0, expanded ? undefined : 1).map(({ key, show }, at) => (
        <div key={key}>{show(at === 0 ? more : null)}</div>
      ))}
    </div>
  );
}

function AlertBanner({
  told,
  outdated,
  news,
  more,
  onDismiss,
}: {
  told: Told;
  outdated: boolean;
  news: boolean;
  more: ReactNode;
  onDismiss: () => void;
}) {
  const now = useNow();
  const asOf = useAsOf();
  const zone = useOwnZone();
  const { page } = usePlace();
  const lastKnown = outdated && asOf !== null && asOf > 0 ? asOf : null;
  const { tone, title, text } = alertWords(told, now, zone, lastKnown);
  return (
    <Banner
      tone={tone}
      title={<Sentence text={title} times={[told.alert.since, told.end, lastKnown]} zone={zone} />}
      testId={`banner-${told.alert.kind}`}
      role={told.end !== null ? undefined : news ? "alert" : "status"}
      link={page === "ledger" ? undefined : { href: "/ledger", text: "See the ledger" }}
      actions={
        <>
          {more}
          <Button kind="bare" size="sm" icon aria-label="Dismiss" onClick={onDismiss}>
            <Icon name="x" />
          </Button>
        </>
      }
    >
      {text}
    </Banner>
  );
}
