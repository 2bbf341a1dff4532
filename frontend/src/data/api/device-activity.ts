// How many readings and rejects a device sent in each of the last 48 hours.
import { useQuery } from "@tanstack/react-query";
import { api, data } from "./http";

const EVERY = 60_000;

export const useActivity = (device: string) =>
  useQuery({
    queryKey: ["activity", device],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/devices/{device}/activity", { params: { path: { device } }, signal })),
    refetchInterval: EVERY,
    refetchOnMount: "always",
  });
