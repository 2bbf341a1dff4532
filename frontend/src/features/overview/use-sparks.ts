// The sparks of the rows in view, requested once scrolling has stopped.
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { useSparks, type TimedSpark } from "@/data/api/sparks";
import type { View } from "@/ui/use-window";
import type { Row } from "./rows";

const REST_MS = 120;
const MOST = 100;

export function useSparksInView(rows: Row[], { first, end }: View): Map<string, TimedSpark> {
  const joined = rows
    .slice(first, Math.min(end, first + MOST))
    .map(({ sensor }) => sensor.id)
    .sort()
    .join(" ");
  const [rested] = useDebouncedValue(joined, REST_MS, { leading: true });
  return useSparks(useMemo(() => rested.split(" ").filter(Boolean), [rested]));
}
