// The sensors of one site in its own order, archived ones too, and changes of them by operators.
import {
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { NewSensor, SensorChange, Sensor } from "@/domain/types";
import { retryAfterFailure } from "./client";
import { inOrder, movedAfter } from "@/domain/site-order";
import { api, data } from "./http";
import { pathOf } from "./installations";
import { everyPage } from "./pages";
import { sensorsQuery } from "./sensors";

const isListed = ({ archived }: Pick<Sensor, "archived">) => archived === null;
const SENSOR = "/api/v1/sensors/{site}/{sensor}";

const siteSensorsQuery = (site: string) =>
  queryOptions({
    queryKey: ["site sensors", site],
    queryFn: async ({ signal }) =>
      inOrder(
        await everyPage<Sensor>((cursor) =>
          data(
            api.GET("/api/v1/sensors", {
              params: { query: { site, archived: true, cursor } },
              signal,
            }),
          ),
        ),
      ),
    refetchInterval: retryAfterFailure,
  });

export const useSiteSensors = (site: string) =>
  useQuery({ ...siteSensorsQuery(site), refetchOnMount: "always" });

/** Refetch everything that shows which sensors there are, what they are called and in which order. */
const invalidateSensors = (client: QueryClient, site: string) =>
  Promise.all(
    [
      ["site sensors", site],
      ["site", site],
      ["sites"],
      ["sensor"],
      ["devices"],
      sensorsQuery.queryKey,
    ].map((queryKey) => client.invalidateQueries({ queryKey })),
  );

export function useCreateSensor(site: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewSensor) => data(api.POST("/api/v1/sensors", { body })),
    onSuccess: () => invalidateSensors(client, site),
  });
}

const ofSensor = (id: string, etag: string) => ({
  path: pathOf(id),
  header: { "If-Match": etag },
});

/** Change the version of a sensor that has `etag`; a 412 means that someone else changed it. */
export function useSaveSensor(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, etag }: { changes: SensorChange; etag: string }) =>
      data(api.PATCH(SENSOR, { params: ofSensor(id, etag), body: changes })),
    onSettled: () => invalidateSensors(client, pathOf(id).site),
  });
}

/** A sensor's place in the list, counted from 1, and how long the list is. */
export interface Place {
  name: string;
  place: number;
  of: number;
}

/**
 * Move a sensor of the site by one place, up with -1. Moves follow each other, each within the list as the
 * one before left it. The result is its new place, or null if it is at that end already.
 */
export function useMoveSensor(site: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `order of ${site}` },
    mutationFn: async ({ id, step }: { id: string; step: -1 | 1 }): Promise<Place | null> => {
      const sensors = (client.getQueryData(siteSensorsQuery(site).queryKey) ?? []).filter(isListed);
      const at = sensors.findIndex((sensor) => sensor.id === id);
      const after = movedAfter(sensors, at, step);
      if (after === undefined) return null;
      // A place in the list is said by a neighbour, so nobody's change of the sensor is overwritten.
      const { etag, name } = await data(api.GET(SENSOR, { params: { path: pathOf(id) } }));
      await data(api.PATCH(SENSOR, { params: ofSensor(id, etag), body: { after } }));
      return { name, place: at + step + 1, of: sensors.length };
    },
    onSettled: () => invalidateSensors(client, site),
  });
}

/**
 * Delete a sensor for good; the server refuses where readings were ever stored.
 * @param onDeleted called even if the live stream has already taken the sensor off the page
 */
export function useDeleteSensor(id: string, onDeleted: () => void) {
  const client = useQueryClient();
  const { site } = pathOf(id);
  return useMutation({
    mutationFn: (etag: string) => api.DELETE(SENSOR, { params: ofSensor(id, etag) }),
    // The sensor itself is deleted, so it is not fetched again.
    onSuccess: () => {
      onDeleted();
      return Promise.all(
        [["site sensors", site], ["site", site], ["sites"], ["devices"], sensorsQuery.queryKey].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      );
    },
    onError: () => invalidateSensors(client, site),
  });
}
