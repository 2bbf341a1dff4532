// The sites that the user may see, with zone and role, and changes of them by administrators.
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { NewSite, Site, SiteChange } from "@/domain/types";
import { keptFor, retryAfterFailure } from "./client";
import { api, data } from "./http";
import { everyPage } from "./pages";
import { sensorsQuery } from "./sensors";

const SITE = "/api/v1/sites/{site}";

const sitesQuery = (archived: boolean) =>
  queryOptions({
    queryKey: archived ? ["sites", "archived"] : ["sites"],
    queryFn: ({ signal }) =>
      everyPage<Site>((cursor) =>
        data(api.GET("/api/v1/sites", { params: { query: { cursor, archived } }, signal })),
      ),
    refetchInterval: retryAfterFailure,
  });

/** The sites in use; also those without a sensor. */
export const useSites = (enabled = true) => useQuery({ ...sitesQuery(false), enabled });

/** The sites in use and the archived ones. */
export const useAllSites = () => useQuery({ ...sitesQuery(true), refetchOnMount: "always" });

const siteQuery = (site: string) =>
  queryOptions({
    queryKey: ["site", site],
    queryFn: ({ signal }) => data(api.GET(SITE, { params: { path: { site } }, signal })),
    refetchInterval: retryAfterFailure,
  });

export const useSite = (site: string) => useQuery({ ...siteQuery(site), refetchOnMount: "always" });

/** What deleting a site would take with it; fetched again each time it is asked. */
export const useSiteDeletion = (site: string) =>
  useQuery({
    queryKey: ["site deletion", site],
    queryFn: ({ signal }) =>
      data(api.GET(`${SITE}/deletion`, { params: { path: { site } }, signal })),
    staleTime: 0,
    gcTime: keptFor(0),
    refetchInterval: retryAfterFailure,
  });

/** Refetch everything that names sites or depends on which there are. */
const invalidateSites = (client: QueryClient) =>
  Promise.all(
    [["sites"], ["site"], ["site deletion"], ["sensor"], ["devices"], sensorsQuery.queryKey].map(
      (queryKey) => client.invalidateQueries({ queryKey }),
    ),
  );

export function useCreateSite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewSite) => data(api.POST("/api/v1/sites", { body })),
    onSuccess: (site) => {
      client.setQueryData(siteQuery(site.slug).queryKey, site);
      return invalidateSites(client);
    },
  });
}

/** Change the version of a site that has `etag`; a 412 means that someone else changed it. */
export function useSaveSite(site: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, etag }: { changes: SiteChange; etag: string }) =>
      data(
        api.PATCH(SITE, {
          params: { path: { site }, header: { "If-Match": etag } },
          body: changes,
        }),
      ),
    onSuccess: (changed) => client.setQueryData(siteQuery(site).queryKey, changed),
    onSettled: () => invalidateSites(client),
  });
}

/**
 * Delete a site for good, with its history; `confirm` is its slug.
 * @param onDeleted called even if the live stream has already taken the site off the page
 */
export function useDeleteSite(site: string, onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, confirm }: { etag: string; confirm: string }) =>
      api.DELETE(SITE, {
        params: { path: { site }, query: { confirm }, header: { "If-Match": etag } },
      }),
    onSuccess: () => {
      onDeleted();
      return Promise.all(
        [["sites"], ["devices"], ["device"], ["proposals"], ["me"], sensorsQuery.queryKey].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      );
    },
    onError: () => invalidateSites(client),
  });
}
