// How questions to the API are kept and asked again.
import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./http";

const MINUTE = 60_000;
export const AGAIN_MS = 5000;

const isPassing = (error: unknown): boolean => !(error instanceof ApiProblem) || error.passing;

/** An interval for what is asked once: none, unless it failed in a way that may pass. */
export function againAfterFailure({
  state,
}: {
  state: { status: string; error: Error | null };
}): number | false {
  return state.status === "error" && isPassing(state.error) ? AGAIN_MS : false;
}

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
        retry: (failures, error) => error instanceof ApiProblem && error.passing && failures < 1,
        retryDelay: 1000,
      },
      mutations: { networkMode: "always" },
    },
  });
}
