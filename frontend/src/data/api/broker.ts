// The broker: where devices connect, and whether worker reaches its administration.
import { useQuery } from "@tanstack/react-query";
import { api, data } from "./http";

const EVERY = 20_000;

export const useBroker = (enabled = true) =>
  useQuery({
    queryKey: ["broker"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/broker", { signal })),
    enabled,
    refetchInterval: EVERY,
    refetchOnMount: "always",
  });
