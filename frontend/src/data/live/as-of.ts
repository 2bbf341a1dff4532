// The words for what the page shows while it is not live: "as of 10:32".
import { useQueryClient } from "@tanstack/react-query";
import { clock } from "@/time/moment";
import { sensorsQuery } from "../api/sensors";
import { useZone } from "../zones";
import { useLiveness } from "./live";

/** When what the page shows was current: null while it is live, 0 if that is not known. */
export function useAsOf(): number | null {
  const client = useQueryClient();
  const { phase, until } = useLiveness();
  if (phase !== "waiting" && phase !== "ended") return null;
  return until ?? client.getQueryState(sensorsQuery.queryKey)?.dataUpdatedAt ?? 0;
}

/** "as of 10:32", "not live" if the time is not known; null while the page is live. */
export function useAsOfWords(siteZone?: string): string | null {
  const at = useAsOf();
  const zone = useZone(siteZone ?? null);
  if (at === null) return null;
  return at === 0 ? "not live" : `as of ${clock(at, zone)}`;
}
