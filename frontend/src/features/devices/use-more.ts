// Fetches the next page of a list shortly before its loaded rows end.
import { useEffect } from "react";
import type { View } from "@/ui/use-window";

export interface More {
  /** Stable between renders. */
  load: () => unknown;
  loading: boolean;
}

/** Rows below the view at which the next page is fetched. */
const AHEAD = 30;

export function useMore(more: More | null, view: View, loaded: number): void {
  const due = more !== null && !more.loading && view.end + AHEAD >= loaded;
  const load = more?.load;
  useEffect(() => {
    if (due) void load?.();
  }, [due, load, loaded]);
}
