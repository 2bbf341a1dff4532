// Installations of a sensor. Changing them moves readings between sensors; stored readings stay as they are.
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { Installation, NewInstallation } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { api, data } from "./http";
import { sensorsQuery } from "./sensors";

const ROUTE = "/api/v1/sensors/{site}/{sensor}/installations";

/** Split a sensor's id into path parameters. */
export function pathOf(id: string): { site: string; sensor: string } {
  const [site = "", sensor = ""] = id.split("/");
  return { site, sensor };
}

const installationsQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["installations", sensor],
    queryFn: async ({ signal }) =>
      (await data(api.GET(ROUTE, { params: { path: pathOf(sensor) }, signal }))).items,
    refetchInterval: retryAfterFailure,
  });

export const useInstallations = (sensor: string) =>
  useQuery({ ...installationsQuery(sensor), refetchOnMount: "always" });

/** Refetch everything that depends on a sensor's history. */
export const invalidateHistory = (client: QueryClient, sensor: string) =>
  Promise.all(
    [
      sensorsQuery.queryKey,
      ["spark"],
      ["devices"],
      ["device"],
      ["proposals"],
      ["series"],
      ["statistics"],
      ["excursions"],
      ...["installations", "sensor"].map((of) => [of, sensor]),
    ].map((queryKey) => client.invalidateQueries({ queryKey })),
  );

export function useInstall(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewInstallation) =>
      data(api.POST(ROUTE, { params: { path: pathOf(sensor) }, body })),
    onSettled: () => invalidateHistory(client, sensor),
  });
}

const ofInstallation = (sensor: string, { id, etag }: Installation) => ({
  path: { ...pathOf(sensor), installation_id: id },
  header: { "If-Match": etag },
});

/** Change the start or end of an installation; a 412 means that someone else changed it. */
export function useChangeInstallation(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      seen,
      changes,
    }: {
      seen: Installation;
      changes: Partial<Pick<Installation, "from" | "to">>;
    }) =>
      data(
        api.PATCH(`${ROUTE}/{installation_id}`, {
          params: ofInstallation(sensor, seen),
          body: changes,
        }),
      ),
    onSettled: () => invalidateHistory(client, sensor),
  });
}

export function useRemoveInstallation(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (seen: Installation) =>
      api.DELETE(`${ROUTE}/{installation_id}`, { params: ofInstallation(sensor, seen) }),
    onSettled: () => invalidateHistory(client, sensor),
  });
}
