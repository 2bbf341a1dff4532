// Keys j and k in a list that renders only the rows in view; the rows carry their id as data-row.
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { useKeys } from "./use-keys";
import type { View } from "./use-window";

/** The id of the focused row, or null. */
export const focusedRow = (): string | null =>
  document.activeElement instanceof HTMLElement
    ? (document.activeElement.dataset.row ?? null)
    : null;

/** Return the index of the focused row, which must stay rendered, and the focus handler of the rows. */
export function useListKeys(
  ids: readonly string[],
  [box, view]: [RefObject<HTMLElement | null>, View],
): { pinned: number; onFocus: (id: string) => void } {
  const [held, setHeld] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const [steps, setSteps] = useState(0);
  const pinned = held === null ? -1 : ids.indexOf(held);
  const step = (by: number) => {
    const id = focusedRow();
    const at = id === null ? -1 : ids.indexOf(id);
    const top = box.current?.getBoundingClientRect().top ?? 0;
    const next = at < 0 ? (top < 0 ? view.first + Math.min(view.first, 8) : 0) : at + by;
    const row = ids[Math.max(0, Math.min(ids.length - 1, next))];
    if (row === undefined) return;
    wanted.current = row;
    setHeld(row);
    setSteps((before) => before + 1);
  };
  useEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(
      `[data-row="${CSS.escape(wanted.current)}"]`,
    );
    wanted.current = null;
    row?.focus({ preventScroll: true });
    row?.closest("tr, li")?.scrollIntoView({ block: "nearest" });
  }, [steps, box]);
  useKeys({ j: () => step(1), k: () => step(-1) });
  return { pinned, onFocus: useCallback((id: string) => setHeld(id), []) };
}
