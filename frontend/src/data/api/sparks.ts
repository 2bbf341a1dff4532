// Sparklines of the last 24 hours: requested in batches, cached per sensor.
import { useQueries } from "@tanstack/react-query";
import { batched } from "../batched";
import type { Spark, Sparks } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

const MOST = 100;
const EVERY = 5 * 60_000;

/** A spark with the range it covers. */
export interface TimedSpark extends Spark {
  from: number;
  to: number;
}

// openapi-fetch widens the pairs of gaps and faults to lists; the generated type has pairs.
const fetchSparks = (sensor: string[]): Promise<Sparks> =>
  data(api.GET("/api/v1/sparks", { params: { query: { sensor } } })) as Promise<Sparks>;

const fetchSpark = batched(MOST, async (ids: string[]): Promise<Map<string, TimedSpark>> => {
  const { sensors, from, to } = await fetchSparks(ids);
  return new Map(sensors.map((spark) => [spark.id, { ...spark, from, to }]));
});

const sparkQuery = (id: string) => ({
  queryKey: ["spark", id],
  queryFn: () => fetchSpark(id),
  staleTime: EVERY,
  structuralSharing: false,
  refetchInterval: (query: Parameters<typeof retryAfterFailure>[0]) =>
    retryAfterFailure(query) || EVERY,
});

/** The loaded sparks by sensor; missing ones are fetched, up to a hundred per request. */
export function useSparks(ids: string[]): Map<string, TimedSpark> {
  return useQueries({ queries: ids.map(sparkQuery), combine: bySensor });
}

function bySensor(answers: { data: TimedSpark | undefined }[]): Map<string, TimedSpark> {
  return new Map(answers.flatMap(({ data: spark }) => (spark ? [[spark.id, spark]] : [])));
}
