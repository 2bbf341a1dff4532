// One sensor with its installations. Its latest value comes from the live list instead.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

const sensorQuery = (id: string) =>
  queryOptions({
    queryKey: ["sensor", id],
    queryFn: ({ signal }) => {
      const [site = "", sensor = ""] = id.split("/");
      return data(
        api.GET("/api/v1/sensors/{site}/{sensor}", { params: { path: { site, sensor } }, signal }),
      );
    },
    refetchInterval: retryAfterFailure,
  });

export const useSensor = (id: string) => useQuery(sensorQuery(id));

/** The same, fetched again to change its current version. */
export const useSensorNow = (id: string) =>
  useQuery({ ...sensorQuery(id), refetchOnMount: "always" });
