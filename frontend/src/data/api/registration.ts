// Registering devices, and awaiting their first message. A password is in no cache: whoever calls gets
// it once.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NewDevice } from "@/domain/types";
import { RETRY_MS, keptFor } from "./client";
import { api, data } from "./http";

/** How soon a change of a device that is watched is seen, ms: while its page is seen, and while hidden. */
const WATCHED_MS = 1000;
const HIDDEN_MS = 15_000;
export function useRegisterDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (device: NewDevice) => data(api.POST("/api/v1/devices", { body: device })),
    gcTime: keptFor(0),
    onSuccess: ({ device }) => {
      client.setQueryData(["device", device.name], device);
      void client.invalidateQueries({ queryKey: ["devices"] });
    },
  });
}

const isHidden = () => document.visibilityState === "hidden";

/** A device whose first message is awaited: polled each second, seldom while nobody looks. */
export const useWatchedDevice = (device: string, often: boolean) =>
  useQuery({
    queryKey: ["device", device],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/devices/{device}", { params: { path: { device } }, signal })),
    refetchInterval: ({ state }) => {
      if (state.status === "error") return RETRY_MS;
      return often && !isHidden() ? WATCHED_MS : HIDDEN_MS;
    },
    refetchIntervalInBackground: true,
    refetchOnMount: "always",
    refetchOnWindowFocus: "always",
  });

/** The proposed channels of a device of this home site, awaited after its first message. */
export const useDeviceProposals = (device: string, site: string | null, enabled: boolean) =>
  useQuery({
    queryKey: ["proposals", "of", device],
    queryFn: async ({ signal }) => {
      const query = { limit: 100, site: site ?? undefined };
      const page = await data(api.GET("/api/v1/proposals", { params: { query }, signal }));
      return page.items.filter((proposal) => proposal.device === device);
    },
    enabled,
    refetchInterval: ({ state }) => (state.data?.length === 0 ? WATCHED_MS : HIDDEN_MS),
    refetchOnMount: "always",
  });
