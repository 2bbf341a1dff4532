// Which sensors are compared lives in the address, beside the range; each change is a step back and forth.
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { compareLink, parseCompare, toggled, withLine, withoutLine, type Before, type CompareView } from "@/lib/compare-view";

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
  const show = (next: CompareView) => window.history.pushState(null, "", compareLink(window.location.href, next));
  return {
    view,
    add: (id) => show(withLine(view, id)),
    remove: (id) => show(withoutLine(view, id)),
    leave: (ids) => show(ids.reduce(withoutLine, view)),
    toggle: (id) => show(toggled(view, id)),
    before: (before) => show({ ...view, before }),
  };
}
