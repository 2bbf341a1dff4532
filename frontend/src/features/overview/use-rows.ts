// The overview's rows: all of them, and the filtered ones in order.
import { useEffect, useMemo, useRef, useState } from "react";
import { useSensorsFirst } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { columnOf, nameRanks, ordered } from "./order";
import { shownOf, type Filter } from "./filter";
import { rowsOf, type Row } from "./rows";

/** An order by values that change every second is recomputed at this interval, so that rows do not jump. */
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
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the ranks depend on the names only, not on values
  const ranks = useMemo(() => nameRanks(all ?? []), [names]);
  const { show, site, text, gaps, sort } = filter;
  const column = columnOf(sort);
  const sortKey = column === "latest" || column === "seen" ? Math.floor(now / STEADY_MS) : all;
  const order = useMemo(
    () => ordered(shownOf(all ?? [], { show, site, text, gaps, sort }), sort, ranks),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `sortKey` stands for `all`: see STEADY_MS
    [sortKey, ranks, show, site, text, gaps, sort],
  );
  const shown = useMemo(() => newest(order, all ?? []), [order, all]);
  return { all, shown, error, loading: !sensors };
}

/** The same order with the current rows; deleted sensors are removed. */
function newest(order: Row[], all: Row[]): Row[] {
  const byId = new Map(all.map((row) => [row.sensor.id, row]));
  return order.flatMap((row) => byId.get(row.sensor.id) ?? []);
}
