// Devices and their channels. Saving sends If-Match, so a concurrent edit is refused (412).
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Channel, DeviceChange, DeviceDetail } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

const PAGE = 50;
const LIST = ["devices"] as const;
/** Whether a device is alive, and what it sent last, is in no live event, ms. */
const LIFE_EVERY = 30_000;
/** While a new device has sent nothing: somebody has just set it up and waits for its first reading, ms. */
const FIRST_EVERY = 3000;
/** While a password waits for worker, which applies it within seconds, ms. */
const WAITING_EVERY = 1500;

/** The first devices, by name, that match; a choice of thousands is narrowed by `q`. */
export const useSomeDevices = (query: { q?: string; site?: string; state?: "proposed_channels" }) =>
  useQuery({
    queryKey: [...LIST, "some", query],
    queryFn: async ({ signal }) => {
      const params = { query: { ...query, limit: PAGE } };
      return (await data(api.GET("/api/v1/devices", { params, signal }))).items;
    },
    placeholderData: keepPreviousData,
    refetchInterval: retryAfterFailure,
    refetchOnMount: "always",
  });

function pauseAfter(device: DeviceDetail | undefined): number {
  if (device?.credential.state === "waiting") return WAITING_EVERY;
  return device?.channels.length === 0 ? FIRST_EVERY : LIFE_EVERY;
}

const deviceQuery = (device: string) =>
  queryOptions({
    queryKey: ["device", device],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/devices/{device}", { params: { path: { device } }, signal })),
    refetchInterval: (query) => retryAfterFailure(query) || pauseAfter(query.state.data),
  });

export const useDevice = (name: string, enabled = true) =>
  useQuery({ ...deviceQuery(name), enabled, refetchOnMount: "always" });

const ifMatch = (etag: string) => ({ "If-Match": etag });

/** Change the version of a device that has `etag`; a 412 means that someone else changed it. */
export function useSaveDevice(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, etag }: { changes: DeviceChange; etag: string }) =>
      data(
        api.PATCH("/api/v1/devices/{device}", {
          params: { path: { device }, header: ifMatch(etag) },
          body: changes,
        }),
      ),
    onSettled: () =>
      Promise.all(
        // What of its rejects can be replayed depends on its settings.
        [deviceQuery(device).queryKey, LIST, ["proposals"], ["rejects"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

export type ChannelChange = Partial<
  Pick<Channel, "unit" | "fault_list" | "fault_values" | "plausible_low" | "plausible_high">
>;

/** Change how a channel's payloads are decoded from now on. */
export function useSaveChannel(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, changes }: { seen: Channel; changes: ChannelChange }) =>
      data(
        api.PATCH("/api/v1/devices/{device}/channels/{channel}", {
          params: { path: { device, channel: seen.name }, header: ifMatch(seen.etag) },
          body: changes,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: deviceQuery(device).queryKey }),
  });
}
