// One sensor with its installations; its latest value is the list's, which is live.
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { SensorDetail } from "../types";
import { get } from "./http";

export const sensorQuery = (id: string) =>
  queryOptions({
    queryKey: ["sensor", id],
    queryFn: ({ signal }) => get<SensorDetail>(`sensors/${id}`, {}, signal),
  });

export const useSensor = (id: string) => useQuery(sensorQuery(id));
