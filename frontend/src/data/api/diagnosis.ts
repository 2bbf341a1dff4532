// Why nothing arrives from a device; polled while its page is open.
import { useQuery } from "@tanstack/react-query";
import { keptFor } from "./client";
import { api, data } from "./http";

const EVERY = 5000;

export const useDiagnosis = (device: string) =>
  useQuery({
    queryKey: ["device", device, "diagnosis"],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/devices/{device}/diagnosis", { params: { path: { device } }, signal })),
    gcTime: keptFor(60_000),
    refetchInterval: EVERY,
    refetchOnMount: "always",
  });
