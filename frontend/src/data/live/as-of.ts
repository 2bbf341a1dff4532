// The words for what the page shows while it is not live: "as of 10:32".
import { useQueryClient } from "@tanstack/react-query";
import { near } from "@/time/moment";
import { useQuarter } from "@/time/now";
import { sensorsQuery } from "../api/sensors";
import { nameOf } from "@/time/zoned";
import { useOwnZone } from "../zones";
import { useLiveness } from "./live";

/** When what the page shows was current: null while it is live, 0 if that is not known. */
export function useAsOf(): number | null {
  const client = useQueryClient();
  const { phase, until } = useLiveness();
  if (phase !== "waiting" && phase !== "ended") return null;
  return until ?? client.getQueryState(sensorsQuery.queryKey)?.dataUpdatedAt ?? 0;
}

/**
 * "as of 10:32", the next day "as of Mon 10:32", or "not live" if the time is not known; null while the page is
 * live. It is the same on the whole page; the banner says its offset if other times are in several zones.
 */
export function useAsOfWords(): string | null {
  const at = useAsOf();
  const zone = nameOf(useOwnZone());
  const quarter = useQuarter();
  if (at === null) return null;
  return at === 0 ? "not live" : `as of ${near(at, quarter, zone)}`;
}
