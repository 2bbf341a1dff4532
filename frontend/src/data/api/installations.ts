// Which channel fed a sensor when, and changing that: readings follow, none is rewritten.
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { Installation, NewInstallation } from "@/domain/types";
import { againAfterFailure } from "./client";
import { api, data } from "./http";
import { sensorsQuery } from "./sensors";

const ROUTE = "/api/v1/sensors/{site}/{sensor}/installations";

/** A sensor's id as the parts of an address. */
export function pathOf(id: string): { site: string; sensor: string } {
  const [site = "", sensor = ""] = id.split("/");
  return { site, sensor };
}

const installationsQuery = (sensor: string) =>
  queryOptions({
    queryKey: ["installations", sensor],
    queryFn: async ({ signal }) =>
      (await data(api.GET(ROUTE, { params: { path: pathOf(sensor) }, signal }))).items,
    refetchInterval: againAfterFailure,
  });

export const useInstallations = (sensor: string) =>
  useQuery({ ...installationsQuery(sensor), refetchOnMount: "always" });

/** What a sensor's history is made of changed: all that is drawn of it is asked anew. */
export const historyChanged = (client: QueryClient, sensor: string) =>
  Promise.all(
    [
      sensorsQuery.queryKey,
      ["sparks"],
      ["devices"],
      ["device"],
      ["proposals"],
      ["series"],
      ["statistics"],
      ...["installations", "sensor"].map((of) => [of, sensor]),
    ].map((queryKey) => client.invalidateQueries({ queryKey })),
  );

export function useInstall(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewInstallation) =>
      data(api.POST(ROUTE, { params: { path: pathOf(sensor) }, body })),
    onSettled: () => historyChanged(client, sensor),
  });
}

const ofInstallation = (sensor: string, { id, etag }: Installation) => ({
  path: { ...pathOf(sensor), installation_id: id },
  header: { "If-Match": etag },
});

/** Moves the beginning or end of an installation as it was seen; a 412 means that it changed meanwhile. */
export function useChangeInstallation(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      seen,
      wish,
    }: {
      seen: Installation;
      wish: Partial<Pick<Installation, "from" | "to">>;
    }) =>
      data(
        api.PATCH(`${ROUTE}/{installation_id}`, {
          params: ofInstallation(sensor, seen),
          body: wish,
        }),
      ),
    onSettled: () => historyChanged(client, sensor),
  });
}

export function useRemoveInstallation(sensor: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (seen: Installation) =>
      api.DELETE(`${ROUTE}/{installation_id}`, { params: ofInstallation(sensor, seen) }),
    onSettled: () => historyChanged(client, sensor),
  });
}
