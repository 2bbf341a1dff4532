// The state of the system itself: broker, ingest instances, ledger and alerts.
import { useQuery } from "@tanstack/react-query";
import { useLive } from "../live/live";
import { api, data } from "./http";

const EVERY = 12_000;

/** Polled every few seconds, and when the window gets the focus. */
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
