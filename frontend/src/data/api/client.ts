// Caching and retrying of API requests.
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { noteChangeError, noteQueryError } from "../session";
import { ApiProblem } from "./http";

const MINUTE = 60_000;
export const RETRY_MS = 5000;

const isTransient = (error: unknown): boolean => !(error instanceof ApiProblem) || error.transient;

/** Refetch interval of a query that is fetched once: false, or `RETRY_MS` after a transient failure. */
export function retryAfterFailure({
  state,
}: {
  state: { status: string; error: Error | null };
}): number | false {
  return state.status === "error" && isTransient(state.error) ? RETRY_MS : false;
}

/**
 * How long unused data is kept, ms: `gcTime`. For ever where a page is rendered on the server: its timer
 * would keep all that belongs to the request in memory, long after the response.
 */
export const keptFor = (ms: number): number => (typeof window === "undefined" ? Infinity : ms);

/** Data never goes stale by itself: changes come from the live stream or a query's own interval. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noteQueryError }),
    mutationCache: new MutationCache({ onError: noteChangeError }),
    defaultOptions: {
      queries: {
        staleTime: Infinity,
        gcTime: keptFor(10 * MINUTE),
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
        retry: (failures, error) => error instanceof ApiProblem && error.transient && failures < 1,
        retryDelay: 1000,
      },
      mutations: { networkMode: "always" },
    },
  });
}
