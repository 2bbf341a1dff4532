// Channels nobody knows yet, and installing one on a sensor.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Install } from "@/domain/types";
import { api, data } from "./http";
import { sensorsQuery } from "./sensors";

const KEY = ["proposals"] as const;
export const MOST_SHOWN = 100;
const SOON = 10_000;
const NOW_AND_THEN = 60_000;

/** The newest proposals; the page asks often, the rail's count now and then. */
export const useProposals = ({ often, enabled = true }: { often: boolean; enabled?: boolean }) =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/proposals", { params: { query: { limit: MOST_SHOWN } }, signal })),
    enabled,
    refetchInterval: often ? SOON : NOW_AND_THEN,
    refetchOnWindowFocus: "always",
    placeholderData: keepPreviousData,
  });

/** Installs a proposed channel; afterwards the sensors, the proposals and what fed the sensor are asked anew. */
export function useInstallProposal({ device, channel }: { device: string; channel: string }) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Install) =>
      data(
        api.POST("/api/v1/proposals/{device}/{channel}/install", {
          params: { path: { device, channel } },
          body,
        }),
      ),
    // Not awaited: the form says that it is done before its row goes.
    onSuccess: ({ sensor }) => {
      const changed = [
        KEY,
        sensorsQuery.queryKey,
        ["devices"],
        ["device", device],
        ["series"],
        ["statistics"],
        ...["sensor", "installations"].map((of) => [of, sensor]),
      ];
      for (const queryKey of changed) void client.invalidateQueries({ queryKey });
    },
  });
}
