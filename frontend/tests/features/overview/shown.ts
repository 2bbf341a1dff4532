// Four sensors of the overview, and the ids that an address shows, in order.
import { filterOf, shownOf } from "@/features/overview/filter";
import { nameRanks, ordered } from "@/features/overview/order";
import { rowsOf } from "@/features/overview/rows";
import { NOON, makeLatest, makeSensor } from "../../make";

export const SENSORS = [
  makeSensor({ id: "a/1", site: "a", name: "Zebra", latest: makeLatest(NOON - 3000, 7) }),
  makeSensor({
    id: "a/2",
    site: "a",
    name: "Probe",
    state: "fault",
    latest: makeLatest(NOON - 1000, null),
  }),
  {
    ...makeSensor({ id: "b/1", site: "b", name: "Cold room", state: "never", latest: null }),
    coverage: null,
  },
  {
    ...makeSensor({
      id: "b/2",
      site: "b",
      name: "Écluse",
      place: "Hall B",
      state: "below",
      latest: makeLatest(NOON - 2000, 1),
    }),
    coverage: 0.5,
  },
];
export const rows = rowsOf(SENSORS, NOON);

export const ids = (text: string) => {
  const filter = filterOf(new URLSearchParams(text));
  return ordered(shownOf(rows, filter), filter.sort, nameRanks(rows)).map((row) => row.sensor.id);
};
