// The last 24 hours of the sensors in view, small: asked together, kept for each.
import { useQueries } from "@tanstack/react-query";
import { batched } from "../batched";
import type { Spark, Sparks } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";

const MOST = 100;
const EVERY = 5 * 60_000;

/** A spark with the range it was asked for. */
export interface TimedSpark extends Spark {
  from: number;
  to: number;
}

// openapi-fetch widens the pairs of gaps and faults to lists; the generated type knows them.
const fetchSparks = (sensor: string[]): Promise<Sparks> =>
  data(api.GET("/api/v1/sparks", { params: { query: { sensor } } })) as Promise<Sparks>;

const ask = batched(MOST, async (ids: string[]): Promise<Map<string, TimedSpark>> => {
  const { sensors, from, to } = await fetchSparks(ids);
  return new Map(sensors.map((spark) => [spark.id, { ...spark, from, to }]));
});

const sparkQuery = (id: string) => ({
  queryKey: ["spark", id],
  queryFn: () => ask(id),
  staleTime: EVERY,
  structuralSharing: false,
  refetchInterval: (query: Parameters<typeof againAfterFailure>[0]) =>
    againAfterFailure(query) || EVERY,
});

/** The sparks that are there, by sensor; those that are not are asked for, up to a hundred a request. */
export function useSparks(ids: string[]): Map<string, TimedSpark> {
  return useQueries({ queries: ids.map(sparkQuery), combine: bySensor });
}

function bySensor(answers: { data: TimedSpark | undefined }[]): Map<string, TimedSpark> {
  return new Map(answers.flatMap(({ data: spark }) => (spark ? [[spark.id, spark]] : [])));
}
