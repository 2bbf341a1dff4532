// One sensor with its installations; its latest value is the list's, which is live.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { againAfterFailure } from "./client";
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
    refetchInterval: againAfterFailure,
  });

export const useSensor = (id: string) => useQuery(sensorQuery(id));
