// Who has which role at a site, and who may be given one. A 412 means that someone else changed the grant.
import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { Grant, NewGrant } from "@/domain/types";
import type { Role } from "@/domain/roles";
import { keptFor, retryAfterFailure } from "./client";
import { api, data } from "./http";

const MINUTE = 60_000;
/** Logins and members of groups are in no live event. */
const SEEN_EVERY = MINUTE;

const grantsQuery = (site: string) =>
  queryOptions({
    queryKey: ["grants", site],
    queryFn: async ({ signal }) =>
      (await data(api.GET("/api/v1/grants", { params: { query: { site } }, signal }))).items,
    refetchInterval: (query) => retryAfterFailure(query) || SEEN_EVERY,
  });

const accessQuery = (site: string) =>
  queryOptions({
    queryKey: ["access", site],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/sites/{site}/access", { params: { path: { site } }, signal })),
    refetchInterval: (query) => retryAfterFailure(query) || SEEN_EVERY,
  });

/** The grants at a site that the user manages. */
export const useGrants = (site: string) =>
  useQuery({ ...grantsQuery(site), refetchOnMount: "always" });

/** Everyone who may see a site, with the grants that let them. */
export const useSiteAccess = (site: string) =>
  useQuery({ ...accessQuery(site), refetchOnMount: "always" });

/** Users and groups of the directory whose name contains the text. */
export const useCandidates = (site: string, text: string) =>
  useQuery({
    queryKey: ["candidates", site, text],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/grants/candidates", { params: { query: { site, q: text } }, signal })),
    enabled: text !== "",
    placeholderData: keepPreviousData,
    staleTime: MINUTE,
    gcTime: keptFor(MINUTE),
  });

/** Return a function that refetches everything that depends on the grants of a site. */
function useInvalidateGrants(site: string) {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [["grants", site], ["access", site], ["site", site], ["sites"], ["me"]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}

export const useAddGrant = (site: string) =>
  useMutation({
    mutationFn: (body: NewGrant) => data(api.POST("/api/v1/grants", { body })),
    onSettled: useInvalidateGrants(site),
  });

const ofGrant = ({ id }: Grant, etag: string) => ({
  path: { grant_id: id },
  header: { "If-Match": etag },
});

export const useChangeGrant = (site: string) =>
  useMutation({
    mutationFn: ({ grant, role, etag }: { grant: Grant; role: Role; etag: string }) =>
      data(
        api.PATCH("/api/v1/grants/{grant_id}", { params: ofGrant(grant, etag), body: { role } }),
      ),
    onSettled: useInvalidateGrants(site),
  });

export const useRemoveGrant = (site: string) =>
  useMutation({
    mutationFn: ({ grant, etag }: { grant: Grant; etag: string }) =>
      api.DELETE("/api/v1/grants/{grant_id}", { params: ofGrant(grant, etag) }),
    onSettled: useInvalidateGrants(site),
  });
