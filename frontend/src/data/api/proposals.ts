// Channels that are not installed on a sensor yet, and installing them.
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { Install } from "@/domain/types";
import { api, data } from "./http";
import { sensorsQuery } from "./sensors";

const KEY = ["proposals"] as const;
export const MOST_SHOWN = 100;
const OFTEN_MS = 10_000;
const SELDOM_MS = 60_000;

/** Proposed channels, or those that were set aside: dismissed, fallen silent, or ignored. */
export type ProposalKind = "proposed" | "dismissed" | "expired" | "ignored";

/** The newest channels of a kind; the page polls often, the count in the rail seldom. */
export const useProposals = ({
  often,
  enabled = true,
  kind = "proposed",
}: {
  often: boolean;
  enabled?: boolean;
  kind?: ProposalKind;
}) =>
  useQuery({
    queryKey: [...KEY, kind],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/proposals", {
          params: {
            query: { limit: MOST_SHOWN, ...(kind === "proposed" ? {} : { [kind]: true }) },
          },
          signal,
        }),
      ),
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
        ["excursions"],
        ...["sensor", "installations"].map((of) => [of, sensor]),
      ];
      for (const queryKey of changed) void client.invalidateQueries({ queryKey });
    },
  });
}

export type ChannelAction = "dismiss" | "ignore" | "restore";

/** Dismiss, ignore or restore a channel, then refetch proposals and its device. */
export function useChannelAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      device,
      channel,
      action,
    }: {
      device: string;
      channel: string;
      action: ChannelAction;
    }) => {
      const params = { params: { path: { device, channel } } };
      if (action === "dismiss")
        return data(api.POST("/api/v1/proposals/{device}/{channel}/dismiss", params));
      if (action === "ignore")
        return data(api.POST("/api/v1/proposals/{device}/{channel}/ignore", params));
      return data(api.POST("/api/v1/proposals/{device}/{channel}/restore", params));
    },
    // Not awaited: the card confirms before its row disappears.
    onSettled: (_document, _error, { device }) => refetchOf(client, device),
  });
}

/** Dismiss several channels of a device, or restore them; all or none. */
export function useChannelsAction() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      device,
      channels,
      action,
    }: {
      device: string;
      channels: string[];
      action: "dismiss" | "restore";
    }) => {
      const request = { params: { path: { device } }, body: { channels } };
      return action === "dismiss"
        ? data(api.POST("/api/v1/proposals/{device}/dismiss", request))
        : data(api.POST("/api/v1/proposals/{device}/restore", request));
    },
    // Not awaited, as above.
    onSettled: (_document, _error, { device }) => refetchOf(client, device),
  });
}

function refetchOf(client: QueryClient, device: string) {
  for (const queryKey of [KEY, ["devices"], ["device", device], ["rejects"]])
    void client.invalidateQueries({ queryKey });
}
