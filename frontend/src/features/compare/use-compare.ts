// The compared sensors, kept in the address beside the range; each change is a history entry.
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
  /** Remove several sensors in one step. */
  removeAll: (ids: string[]) => void;
  toggle: (id: string) => void;
  before: (before: Before | null) => void;
}

export function useCompare(): CompareControl {
  const search = useSearchParams().toString();
  const view = useMemo(() => parseCompare(new URLSearchParams(search)), [search]);
  // Two key presses may come before a render, so each change starts from the current address.
  const now = () => parseCompare(new URLSearchParams(window.location.search));
  const show = (next: CompareView) =>
    window.history.pushState(null, "", compareLink(window.location.href, next));
  return {
    view,
    add: (id) => show(withLine(now(), id)),
    remove: (id) => show(withoutLine(now(), id)),
    removeAll: (ids) => show(ids.reduce(withoutLine, now())),
    toggle: (id) => show(toggled(now(), id)),
    before: (before) => show({ ...now(), before }),
  };
}
