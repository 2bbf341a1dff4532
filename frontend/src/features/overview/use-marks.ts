// The sensors marked for comparison: at most as many as one graph can show.
import { useCallback, useState } from "react";
import { MOST_LINES, compareQuery, parseCompare } from "@/domain/compare-view";

export interface Marks {
  ids: string[];
  /** The user tried to mark one more than allowed. */
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

/** The address of the compare page with these sensors. */
export function compareHref(ids: string[]): string {
  const query = compareQuery(parseCompare(new URLSearchParams(ids.map((id) => ["sensor", id]))));
  return query === "" ? "/compare" : `/compare?${query}`;
}
