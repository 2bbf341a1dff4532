// Whether readings come in whole: the broker, the ingest instances, the ledger, and what is alarming.
import { useQuery } from "@tanstack/react-query";
import { useLive } from "../live/live";
import { api, data } from "./http";

const EVERY = 12_000;

/** Asked every few seconds, and as soon as someone looks again. */
export function useWatch() {
  const { phase } = useLive();
  return useQuery({
    queryKey: ["watch"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/watch", { signal })),
    enabled: phase !== "ended",
    refetchInterval: EVERY,
    refetchOnWindowFocus: "always",
  });
}
