// The graph's range, withSavedState in the address: presets, zooms and moves are steps of the browser's history.
import { useSearchParams } from "next/navigation";
import { useRef } from "react";
import { serverNow } from "@/time/server-clock";
import {
  addressProblem,
  ends,
  fixed,
  follows,
  parseRange,
  rangeQuery,
  shift,
  zoom,
  type PresetKey,
  type Range,
} from "@/time/range";
import { viewQuery, withoutFocus } from "@/domain/view-link";

export interface RangeControl {
  range: Range;
  /** Why the address' range cannot be shown; the default is shown instead. */
  problem: string | null;
  /**
   * Show a range; `replace` replaces the current history entry. Any range but one with the parameters of
   * an excursion ends the view's limitation to one.
   */
  show: (range: Range, replace?: boolean, excursion?: Record<string, string>) => void;
  preset: (key: PresetKey) => void;
  follow: () => void;
  /** Show the range before or after, by the calendar of the first of the zones in which it is whole days. */
  move: (direction: -1 | 1, zones: readonly string[]) => void;
  /** Zoom to a part of the graph; zoomOut returns from a drag. Wheel steps in quick succession are one history entry. */
  zoomTo: (from: number, to: number, how: "drag" | "wheel") => void;
  zoomIn: () => void;
  zoomOut: () => void;
  /** Go back to the previous range in the browser's history. */
  back: () => void;
}

/** Wheel, pinch and pan steps within this time of each other are one movement. */
const ONE_MOVEMENT_MS = 1500;

export function useRange(): RangeControl {
  const search = useSearchParams();
  const params = new URLSearchParams(search);
  const range = parseRange(params);
  const zoomed = useRef<Range[]>([]);
  const moved = useRef(-Infinity);
  const steps = useRef(0);
  const show = (next: Range, replace = false, excursion: Record<string, string> = {}) => {
    const query = viewQuery(withoutFocus(window.location.search.slice(1)), next, excursion);
    const same = rangeQuery(next) === rangeQuery(range) && addressProblem(params) === null;
    if (same && params.get("excursion") === (excursion.excursion ?? null)) return;
    // pushState changes the address without a request for a page.
    const url = `${window.location.pathname}?${query}`;
    if (replace) window.history.replaceState(null, "", url);
    else {
      steps.current += 1;
      window.history.pushState(null, "", url);
    }
  };
  const forget = (next: Range, replace = false, excursion: Record<string, string> = {}) => {
    zoomed.current = [];
    show(next, replace, excursion);
  };
  const last = follows(range) ? range.follow : "24h";
  return {
    range,
    problem: addressProblem(params),
    show: forget,
    preset: (key) => forget({ follow: key }),
    follow: () => forget({ follow: last }),
    move: (direction, zones) => forget(shift(range, direction, serverNow(), zones)),
    zoomTo: (from, to, how) => {
      if (how === "drag") zoomed.current.push(range);
      const now = performance.now();
      const goesOn = how === "wheel" && now - moved.current < ONE_MOVEMENT_MS;
      moved.current = how === "wheel" ? now : -Infinity;
      show(fixed(from, to, serverNow()), goesOn);
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
    back: () => {
      if (steps.current === 0) return;
      steps.current -= 1;
      window.history.back();
    },
  };
}
