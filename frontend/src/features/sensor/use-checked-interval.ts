// The expected interval, and whether what the sensor sends contradicts it.
import { useInterval } from "@/data/api/limits";
import { useStatistics } from "@/data/api/statistics";
import { isAsExpected } from "@/domain/interval-check";
import type { IntervalHistory } from "@/domain/types";
import { serverNow } from "@/time/server-clock";

const LAST_DAY = { follow: "24h" } as const;

/**
 * The API compares the interval with the spacing of messages. A message may hold many readings:
 * as long as those of the last day are as many as expected, nothing contradicts the interval.
 */
export function useCheckedInterval(sensor: string): IntervalHistory | undefined {
  const { data } = useInterval(sensor);
  const figures = useStatistics(data?.contradicted ? [sensor] : [], LAST_DAY, serverNow).data;
  if (!data?.contradicted || !isAsExpected(figures?.[0])) return data;
  return { ...data, contradicted: false, observed: null, learned_s: null };
}
