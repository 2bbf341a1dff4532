// The series of a graph, and of many small ones.
import { keepPreviousData, queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { ends, rangeQuery, type Range } from "../range";
import type { Series, SensorSeries } from "../types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

const DAY = 86_400_000;
const SPARK_POINTS = 144;
const SPARK_EVERY = 5 * 60_000;
const MOST_SENSORS = 20;

interface SeriesQuestion {
  sensor: string[];
  from: number;
  to: number;
  points: number;
}

// openapi-fetch widens the pairs of gaps and faults to lists; the generated type knows them.
const fetchSeries = (query: SeriesQuestion, signal: AbortSignal): Promise<Series> =>
  data(api.GET("/api/v1/series", { params: { query }, signal })) as Promise<Series>;

/** A range that follows now is asked for anew each time, with now's own ends. */
export const seriesQuery = (ids: string[], range: Range, points: number, now: () => number) =>
  queryOptions({
    queryKey: ["series", ids.join(" "), rangeQuery(range), points],
    queryFn: ({ signal }) => {
      const { from, to } = ends(range, Math.floor(now()));
      return fetchSeries({ sensor: ids, from, to, points }, signal);
    },
    gcTime: 60_000,
    refetchInterval: againAfterFailure,
  });

export const useSeries = (ids: string[], range: Range, points: number, now: () => number, enabled = true) =>
  useQuery({ ...seriesQuery(ids, range, points, now), placeholderData: keepPreviousData, enabled: enabled && ids.length > 0 });

export interface Spark {
  from: number;
  to: number;
  bucket: number;
  series: SensorSeries;
}

/** The last 24 hours of many sensors, by sensor: twenty a request. */
export function useSparks(ids: string[], now: () => number): Map<string, Spark> {
  const chunks: string[][] = [];
  for (let i = 0; i < ids.length; i += MOST_SENSORS) chunks.push(ids.slice(i, i + MOST_SENSORS));
  return useQueries({
    queries: chunks.map((chunk) => ({
      queryKey: ["sparks", ...chunk],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const to = Math.floor(now());
        return fetchSeries({ sensor: chunk, from: to - DAY, to, points: SPARK_POINTS }, signal);
      },
      refetchInterval: SPARK_EVERY,
    })),
    combine: bySensor,
  });
}

function bySensor(answers: { data: Series | undefined }[]): Map<string, Spark> {
  const found = new Map<string, Spark>();
  for (const { data: answer } of answers) {
    for (const series of answer?.sensors ?? []) {
      found.set(series.id, { from: answer?.from ?? 0, to: answer?.to ?? 0, bucket: answer?.bucket_ms ?? 0, series });
    }
  }
  return found;
}
