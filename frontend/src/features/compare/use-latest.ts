// The sensors' latest values at the ends of their lines, as the table shows them.
import { useMemo } from "react";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { toUnit } from "@/domain/format";
import { judge } from "@/domain/state";
import type { Sensor, Unit } from "@/domain/types";
import type { GraphLine } from "@/parts/graph/line";

type Latest = NonNullable<GraphLine["latest"]>;

/** The lines with their sensors' latest values; the same objects until a value or its age changes. */
export function useLatest(lines: GraphLine[], sensors: Sensor[], unit: Unit): GraphLine[] {
  const now = useStateNow();
  const old = useIsOld();
  const latest = sensors.flatMap((sensor): [string, Latest][] => {
    const judged = judge(sensor, now);
    return judged.value === null
      ? []
      : [[sensor.id, { value: toUnit(judged.value, unit), old: judged.old || old }]];
  });
  // Compared as text, because the time passes at each render.
  const text = JSON.stringify(latest);
  return useMemo(() => {
    const values = new Map(JSON.parse(text) as [string, Latest][]);
    return lines.map((line) => ({ ...line, latest: values.get(line.key) ?? null }));
  }, [lines, text]);
}
