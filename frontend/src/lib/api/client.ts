// How questions to the API are kept and asked again.
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./http";

const MINUTE = 60_000;

/** Nothing is asked twice by accident: what changes is told by the live stream or has its own interval. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: 10 * MINUTE,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
        retry: (failures, error) => error instanceof ApiProblem && error.passing && failures < 2,
        retryDelay: (failure) => 1000 * 2 ** failure,
      },
      mutations: { networkMode: "always" },
    },
  });
}
