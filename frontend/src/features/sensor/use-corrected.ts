// The graph's data with the corrections of its range, which are asked for again once a reading says that
// somebody set it aside since.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { correctionsKey, useCorrectionsOf } from "@/data/api/corrections";
import { withCorrected } from "@/domain/corrected-graph";
import { correctedSpans, setAsideBy } from "@/domain/correction";
import type { GraphData } from "@/domain/graph-data";
import { SET_ASIDE } from "@/domain/quality";
import type { Range } from "@/time/range";
import { serverNow } from "@/time/server-clock";

export function useCorrected(
  sensor: string,
  range: Range,
  data: GraphData | null,
): GraphData | null {
  const { data: corrections, isPlaceholderData } = useCorrectionsOf(sensor, range, serverNow);
  const client = useQueryClient();
  const corrected = useMemo(() => corrections && correctedSpans(corrections), [corrections]);
  const asked = useRef<number | null>(null);
  const unknown =
    corrected && !isPlaceholderData
      ? (data?.marks.find(
          ({ time, quality }) => quality & SET_ASIDE && !setAsideBy(corrected, time),
        )?.time ?? null)
      : null;
  useEffect(() => {
    // Once for each, or a correction that stays unknown would be asked for without end.
    if (unknown === null || asked.current === unknown) return;
    asked.current = unknown;
    void client.invalidateQueries({ queryKey: correctionsKey(sensor) });
  }, [client, sensor, unknown]);
  return useMemo(() => data && withCorrected(data, corrected), [data, corrected]);
}
