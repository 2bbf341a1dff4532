// "j" and "k" move through the rows of a list, by whatever in each row carries data-row.
import { useRef, type RefObject } from "react";
import { useKeys } from "./use-keys";

/** The ref is for the element that holds the rows; Enter then opens as it does for any link or button. */
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
