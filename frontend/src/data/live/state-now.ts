// The instant at which states are judged: now while live, else when the page was last live.
import { useLiveness } from "./live";
import { useNow } from "@/time/now";

/** While the page is not live, no sensor may turn silent: its readings may just not reach the page. */
export function useStateNow(): number {
  const now = useNow();
  const { until } = useLiveness();
  return until === null ? now : Math.min(now, until);
}

/** The page is not live: values are shown grey and with their time. */
export function useIsOld(): boolean {
  const { phase } = useLiveness();
  return phase === "waiting" || phase === "ended";
}
