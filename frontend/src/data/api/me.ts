// The signed-in user and their preferences.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Preferences } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => data(api.GET("/api/v1/me", { signal })),
  refetchInterval: retryAfterFailure,
});

export const useMe = () => useQuery(meQuery);

/** Apply the change optimistically and roll it back if the server refuses. */
export function useSavePreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Preferences) => data(api.PATCH("/api/v1/me", { body: changes })),
    onMutate: (changes) => {
      const before = client.getQueryData(meQuery.queryKey);
      if (before) {
        const { unit, theme, time_zone: zone } = changes;
        client.setQueryData(meQuery.queryKey, {
          ...before,
          unit: unit ?? before.unit,
          theme: theme ?? before.theme,
          time_zone: zone === undefined ? before.time_zone : zone,
        });
      }
      return before;
    },
    onError: (_error, _changes, before) => {
      if (before) client.setQueryData(meQuery.queryKey, before);
    },
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}
