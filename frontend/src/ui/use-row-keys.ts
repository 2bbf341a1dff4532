// "j" and "k" move the focus through the rows of a list, to the element with data-row in each.
import { useRef, type RefObject } from "react";
import { useKeys } from "./use-keys";

/** Return a ref for the element that contains the rows. Enter activates the focused link or button as usual. */
export function useRowKeys(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (step: number) => {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = rows.findIndex((row) => row === document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  return body;
}
