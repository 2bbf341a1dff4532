// The sensors marked for one graph: at most as many as stay distinguishable in it.
import { useCallback, useState } from "react";
import { MOST_LINES, compareQuery, parseCompare } from "@/domain/compare-view";

export interface Marks {
  ids: string[];
  /** True after one more was tried than there may be. */
  full: boolean;
  toggle: (id: string) => void;
  clear: () => void;
}

export function useMarks(): Marks {
  const [state, setState] = useState<{ ids: string[]; full: boolean }>({ ids: [], full: false });
  const toggle = useCallback(
    (id: string) =>
      setState(({ ids }) => {
        if (ids.includes(id)) return { ids: ids.filter((marked) => marked !== id), full: false };
        return ids.length < MOST_LINES ? { ids: [...ids, id], full: false } : { ids, full: true };
      }),
    [],
  );
  const clear = useCallback(() => setState({ ids: [], full: false }), []);
  return { ...state, toggle, clear };
}

/** The compare page with these sensors. */
export function compareHref(ids: string[]): string {
  const query = compareQuery(parseCompare(new URLSearchParams(ids.map((id) => ["sensor", id]))));
  return query === "" ? "/compare" : `/compare?${query}`;
}
