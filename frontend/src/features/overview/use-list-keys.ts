// Keys j, k, x and Escape in the list of sensors.
import { useMemo, type RefObject } from "react";
import { useKeys } from "@/ui/use-keys";
import { focusedRow, useListKeys as useRowKeys } from "@/ui/use-list-keys";
import type { View } from "@/ui/use-window";
import type { Row } from "./rows";
import type { Marks } from "./use-marks";

/** Return the index of the focused row, which must stay rendered, and the focus handler of the rows. */
export function useListKeys(
  rows: Row[],
  window: [RefObject<HTMLElement | null>, View],
  marks: Marks,
): { pinned: number; onFocus: (id: string) => void } {
  const ids = useMemo(() => rows.map(({ sensor }) => sensor.id), [rows]);
  const keys = useRowKeys(ids, window);
  useKeys({
    x: () => {
      const id = focusedRow();
      if (id !== null) marks.toggle(id);
    },
    ...(marks.ids.length > 0 ? { Escape: marks.clear } : {}),
  });
  return keys;
}
