// Which alerts have begun while the page is open: only they are announced as alerts.
import { useCallback, useState } from "react";
import type { Alert } from "@/domain/types";
import { eventOf } from "./alerts";

/** Return whether an alert was not there when the page first heard of alerts. */
export function useNews(alerts: Alert[] | undefined): (alert: Alert) => boolean {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null);
  if (alerts && known === null) setKnown(new Set(alerts.map(eventOf)));
  return useCallback((alert) => known !== null && !known.has(eventOf(alert)), [known]);
}
