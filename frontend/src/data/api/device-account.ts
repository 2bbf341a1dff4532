// A device's account at the broker: a new password, and removal. Each needs the etag that was read.
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { keptFor } from "./client";
import { api, data } from "./http";

const invalidate = (client: QueryClient, device: string) =>
  Promise.all(
    [["device", device], ["devices"], ["broker", "accounts"], ["proposals"]].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );

/** Make a new password. It is in the answer only, which is not kept once the form is closed. */
export function useNewPassword(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (etag: string) =>
      data(
        api.POST("/api/v1/devices/{device}/credential", {
          params: { path: { device }, header: { "If-Match": etag } },
        }),
      ),
    gcTime: keptFor(0),
    onSettled: () => invalidate(client, device),
  });
}

/** Remove the device; if it has never had a reading, it is deleted. */
export function useRemoveDevice(device: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (etag: string) =>
      api.DELETE("/api/v1/devices/{device}", {
        params: { path: { device }, header: { "If-Match": etag } },
      }),
    onSettled: () => invalidate(client, device),
  });
}
