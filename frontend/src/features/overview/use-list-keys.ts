// Keys j, k, x and Escape in a list that renders only the rows in view.
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { useKeys } from "@/ui/use-keys";
import type { View } from "@/ui/use-window";
import type { Row } from "./rows";
import type { Marks } from "./use-marks";

const here = (): string | null =>
  document.activeElement instanceof HTMLElement
    ? (document.activeElement.dataset.row ?? null)
    : null;

/** Return the index of the focused row, which must stay rendered, and the focus handler of the rows. */
export function useListKeys(
  rows: Row[],
  [box, view]: [RefObject<HTMLElement | null>, View],
  marks: Marks,
): { pinned: number; onFocus: (id: string) => void } {
  const [held, setHeld] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const [steps, setSteps] = useState(0);
  const pinned = held === null ? -1 : rows.findIndex((row) => row.sensor.id === held);
  const step = (by: number) => {
    const id = here();
    const at = id === null ? -1 : rows.findIndex((row) => row.sensor.id === id);
    const top = box.current?.getBoundingClientRect().top ?? 0;
    const next = at < 0 ? (top < 0 ? view.first + Math.min(view.first, 8) : 0) : at + by;
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    wanted.current = row.sensor.id;
    setHeld(row.sensor.id);
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
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const id = here();
      if (id !== null) marks.toggle(id);
    },
    ...(marks.ids.length > 0 ? { Escape: marks.clear } : {}),
  });
  return { pinned, onFocus: useCallback((id: string) => setHeld(id), []) };
}
