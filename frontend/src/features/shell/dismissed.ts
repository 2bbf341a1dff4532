// The alerts that a user has dismissed, stored in this browser and shared with its other tabs.
import { useCallback, useMemo } from "react";
import { useStored } from "@/data/stored";

const MOST = 50;

/** Add an event to the stored ones; the oldest are dropped. */
export const added = (stored: string, event: string): string =>
  [...stored.split(" ").filter((other) => other !== "" && other !== event), event]
    .slice(-MOST)
    .join(" ");

export function useDismissed(subject: string): {
  dismissed: ReadonlySet<string>;
  dismiss: (event: string) => void;
} {
  const [stored, store] = useStored(`isotherm.dismissed.${subject}`);
  const dismissed = useMemo(() => new Set(stored.split(" ").filter(Boolean)), [stored]);
  const dismiss = useCallback((event: string) => store((before) => added(before, event)), [store]);
  return { dismissed, dismiss };
}
