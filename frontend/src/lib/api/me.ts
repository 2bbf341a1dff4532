// Who is signed in, and how they like to read.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Me } from "../types";
import { get, patch } from "./http";

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get<Me>("me", {}, signal),
});

export const useMe = () => useQuery(meQuery);

export type Preferences = Partial<Pick<Me, "unit" | "time_zone" | "theme">>;

/** Shows the change at once and takes it back when the server refuses. */
export function useSavePreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Preferences) => patch<Me>("me", wish),
    onMutate: (wish) => {
      const before = client.getQueryData(meQuery.queryKey);
      if (before) client.setQueryData(meQuery.queryKey, { ...before, ...wish });
      return before;
    },
    onError: (_error, _wish, before) => {
      if (before) client.setQueryData(meQuery.queryKey, before);
    },
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}
