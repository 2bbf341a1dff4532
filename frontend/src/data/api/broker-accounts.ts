// The accounts at the broker beside what the database wants, for administrators.
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "./http";

const EVERY = 10_000;
/** While worker compares or mends, the answer changes within a second or two. */
const SOON = 1500;

const accountsQuery = queryOptions({
  queryKey: ["broker", "accounts"],
  queryFn: ({ signal }) => data(api.GET("/api/v1/broker/accounts", { signal })),
  refetchInterval: (query) => (query.state.data?.wanted == null ? EVERY : SOON),
});

export const useBrokerAccounts = (enabled = true) =>
  useQuery({ ...accountsQuery, enabled, refetchOnMount: "always" });

/** Ask worker to compare the broker with the database, or to mend what differs. */
export function useAskForAccounts() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: "check" | "apply") =>
      data(
        action === "check"
          ? api.POST("/api/v1/broker/accounts/check")
          : api.POST("/api/v1/broker/accounts/apply"),
      ),
    onSuccess: (accounts) => client.setQueryData(accountsQuery.queryKey, accounts),
    onError: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
  });
}
