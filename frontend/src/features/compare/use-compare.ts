// Which sensors are compared lives in the address, beside the range; each change is a step back and forth.
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import {
  compareLink,
  parseCompare,
  toggled,
  withLine,
  withoutLine,
  type CompareView,
} from "@/domain/compare-view";
import type { Before } from "@/time/before";

export interface CompareControl {
  view: CompareView;
  add: (id: string) => void;
  remove: (id: string) => void;
  /** Takes several out in one step. */
  leave: (ids: string[]) => void;
  toggle: (id: string) => void;
  before: (before: Before | null) => void;
}

export function useCompare(): CompareControl {
  const search = useSearchParams().toString();
  const view = useMemo(() => parseCompare(new URLSearchParams(search)), [search]);
  // Two keys may be quicker than a page: each step goes from what the address says by then.
  const now = () => parseCompare(new URLSearchParams(window.location.search));
  const show = (next: CompareView) =>
    window.history.pushState(null, "", compareLink(window.location.href, next));
  return {
    view,
    add: (id) => show(withLine(now(), id)),
    remove: (id) => show(withoutLine(now(), id)),
    leave: (ids) => show(ids.reduce(withoutLine, now())),
    toggle: (id) => show(toggled(now(), id)),
    before: (before) => show({ ...now(), before }),
  };
}
