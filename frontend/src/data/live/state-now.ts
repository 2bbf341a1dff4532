// The instant at which states are judged: now while live, else when the page was last live.
import { useLiveness } from "./live";
import { useNow } from "@/time/now";

/** Without news a sensor must not turn silent on the page: that would claim what is not known. */
export function useStateNow(): number {
  const now = useNow();
  const { until } = useLiveness();
  return until === null ? now : Math.min(now, until);
}

/** True when what the page shows may be old: values are grey and carry their time. */
export function useIsOld(): boolean {
  const { phase } = useLiveness();
  return phase === "waiting" || phase === "ended";
}
