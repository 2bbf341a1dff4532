// How the system itself is, for administrators.
import { useQuery } from "@tanstack/react-query";
import { api, data } from "./http";

const EVERY = 15_000;

export const useStatus = (enabled: boolean) =>
  useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/status", { signal })),
    enabled,
    refetchInterval: EVERY,
    refetchOnMount: "always",
  });
