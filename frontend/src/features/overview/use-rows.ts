// The overview's rows as they are now: all of them, and those shown in their order.
import { useEffect, useMemo, useRef, useState } from "react";
import { useSensorsFirst } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { columnOf, namePlaces, ordered } from "./order";
import { shownOf, type Filter } from "./filter";
import { rowsOf, type Row } from "./rows";

/** Values change each second: an order by them is made anew only so often, or no row would keep still. */
const STEADY_MS = 5000;

export function useRows(filter: Filter) {
  const { data: sensors, error } = useSensorsFirst();
  const now = useStateNow();
  const before = useRef<Row[]>([]);
  const [all, setAll] = useState<Row[] | null>(null);
  useEffect(() => {
    if (!sensors) return;
    before.current = rowsOf(sensors, now, before.current);
    setAll(before.current);
  }, [sensors, now]);
  const names = useMemo(
    () => all?.map(({ sensor }) => `${sensor.id} ${sensor.name}`).join("\n"),
    [all],
  );
  const places = useMemo(() => namePlaces(all ?? []), [names]); // eslint-disable-line react-hooks/exhaustive-deps -- a new value is no new name
  const { show, site, text, gaps, sort } = filter;
  const column = columnOf(sort);
  const moves = column === "latest" || column === "seen" ? Math.floor(now / STEADY_MS) : all;
  const order = useMemo(
    () => ordered(shownOf(all ?? [], { show, site, text, gaps, sort }), sort, places),
    [moves, places, show, site, text, gaps, sort], // eslint-disable-line react-hooks/exhaustive-deps -- see STEADY_MS
  );
  const shown = useMemo(() => newest(order, all ?? []), [order, all]);
  return { all, shown, error, loading: !sensors };
}

/** The same order with the rows as they are now; a sensor that is gone leaves it. */
function newest(order: Row[], all: Row[]): Row[] {
  const byId = new Map(all.map((row) => [row.sensor.id, row]));
  return order.flatMap((row) => byId.get(row.sensor.id) ?? []);
}
