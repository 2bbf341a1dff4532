// Channels that are not installed on a sensor yet, and installing them.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Install } from "@/domain/types";
import { api, data } from "./http";
import { sensorsQuery } from "./sensors";

const KEY = ["proposals"] as const;
export const MOST_SHOWN = 100;
const OFTEN_MS = 10_000;
const SELDOM_MS = 60_000;

/** The newest proposals; the page polls often, the count in the rail seldom. */
export const useProposals = ({ often, enabled = true }: { often: boolean; enabled?: boolean }) =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/proposals", { params: { query: { limit: MOST_SHOWN } }, signal })),
    enabled,
    refetchInterval: often ? OFTEN_MS : SELDOM_MS,
    refetchOnWindowFocus: "always",
    placeholderData: keepPreviousData,
  });

/** Install a proposed channel, then refetch sensors, proposals, devices and history. */
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
    // Not awaited: the form confirms before its row disappears.
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
