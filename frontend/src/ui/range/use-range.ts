// The graph's range lives in the address: presets, zooms and moves go into the browser's history.
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useRef } from "react";
import { serverNow } from "@/lib/server-clock";
import { ends, fixed, follows, parseRange, rangeQuery, shift, zoom, type PresetKey, type Range } from "@/lib/range";

export interface RangeControl {
  range: Range;
  /** Shows a range; `replace` keeps the history as long as it was. */
  show: (range: Range, replace?: boolean) => void;
  preset: (key: PresetKey) => void;
  follow: () => void;
  move: (direction: -1 | 1) => void;
  /** Shows a part that was dragged out; zoomOut comes back from it. */
  zoomTo: (from: number, to: number, how: "drag" | "wheel") => void;
  zoomIn: () => void;
  zoomOut: () => void;
}

export function useRange(): RangeControl {
  const path = usePathname();
  const search = useSearchParams();
  const range = parseRange(new URLSearchParams(search));
  const zoomed = useRef<Range[]>([]);
  const show = useCallback((next: Range, replace = false) => {
    // The address changes without asking the server for a page: it is the same page.
    const url = `${path}?${rangeQuery(next)}`;
    if (replace) window.history.replaceState(null, "", url);
    else window.history.pushState(null, "", url);
  }, [path]);
  const forget = (next: Range) => {
    zoomed.current = [];
    show(next);
  };
  const last = follows(range) ? range.follow : "24h";
  return {
    range,
    show: forget,
    preset: (key) => forget({ follow: key }),
    follow: () => forget({ follow: last }),
    move: (direction) => forget(shift(range, direction, serverNow())),
    zoomTo: (from, to, how) => {
      if (how === "drag") zoomed.current.push(range);
      show(fixed(from, to, serverNow()), how === "wheel");
    },
    zoomIn: () => {
      const { from, to } = ends(range, serverNow());
      zoomed.current.push(range);
      show(zoom(range, 0.5, follows(range) ? to : (from + to) / 2, serverNow()));
    },
    zoomOut: () => {
      const { from, to } = ends(range, serverNow());
      show(zoomed.current.pop() ?? zoom(range, 2, (from + to) / 2, serverNow()));
    },
  };
}
