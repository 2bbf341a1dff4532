// Devices, their channels, and changing them: what raced with another change is refused, never overwritten.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Channel, Device, DeviceWish } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";
import { everyPage } from "./pages";

const PAGE = 500;
const LIST = ["devices"] as const;

export const useDevices = (enabled = true) =>
  useQuery({
    queryKey: LIST,
    queryFn: ({ signal }) =>
      everyPage<Device>((cursor) =>
        data(api.GET("/api/v1/devices", { params: { query: { limit: PAGE, cursor } }, signal })),
      ),
    enabled,
    refetchInterval: againAfterFailure,
    refetchOnMount: "always",
  });

const deviceQuery = (device: string) =>
  queryOptions({
    queryKey: ["device", device],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/devices/{device}", { params: { path: { device } }, signal })),
    refetchInterval: againAfterFailure,
  });

export const useDevice = (name: string, enabled = true) =>
  useQuery({ ...deviceQuery(name), enabled, refetchOnMount: "always" });

const ifMatch = (etag: string) => ({ "If-Match": etag });

/** Changes a device as it was seen with `etag`; a 412 means that it changed meanwhile. */
export function useSaveDevice(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ wish, etag }: { wish: DeviceWish; etag: string }) =>
      data(
        api.PATCH("/api/v1/devices/{device}", {
          params: { path: { device }, header: ifMatch(etag) },
          body: wish,
        }),
      ),
    onSettled: () =>
      Promise.all(
        [deviceQuery(device).queryKey, LIST, ["proposals"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** Changes how a channel's payloads are taken from now on, as it was seen. */
export function useSaveChannel(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      seen,
      wish,
    }: {
      seen: Channel;
      wish: Partial<Pick<Channel, "unit" | "fault_list">>;
    }) =>
      data(
        api.PATCH("/api/v1/devices/{device}/channels/{channel}", {
          params: { path: { device, channel: seen.name }, header: ifMatch(seen.etag) },
          body: wish,
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: deviceQuery(device).queryKey }),
  });
}
