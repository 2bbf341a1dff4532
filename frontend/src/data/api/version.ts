// The version of the API that answers; another one while an upgrade is under way.
import { useQuery } from "@tanstack/react-query";
import { ApiProblem, api, data } from "./http";

const EVERY = 15_000;

/** Versions before 0.2.0 do not say which they are. */
const TOO_OLD = "earlier than 0.2.0";

export const useApiVersion = () =>
  useQuery({
    queryKey: ["version"],
    queryFn: async ({ signal }): Promise<string> => {
      try {
        return (await data(api.GET("/api/v1/version", { signal }))).version;
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return TOO_OLD;
        throw error;
      }
    },
    refetchInterval: EVERY,
    refetchOnMount: "always",
  });
