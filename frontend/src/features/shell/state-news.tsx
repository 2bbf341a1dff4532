"use client";
// Announces changes of sensors' states to screen readers, but not each value.
import { useEffect, useRef, useState } from "react";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { WORDS, judge } from "@/domain/state";
import type { State } from "@/domain/types";

export function StateNews() {
  const sensors = useSensors().data;
  const now = useStateNow();
  const before = useRef<Map<string, State> | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (!sensors) return;
    const states = new Map(sensors.map((sensor) => [sensor.id, judge(sensor, now).state]));
    const held = before.current;
    before.current = states;
    const changed = sensors.filter(
      (sensor) => held?.has(sensor.id) && held.get(sensor.id) !== states.get(sensor.id),
    );
    if (changed.length === 0) return;
    setNews(
      changed
        .slice(0, 3)
        .map(({ id, name }) => `${name}: ${WORDS[states.get(id) ?? "never"]}`)
        .join(". "),
    );
  }, [sensors, now]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {news}
    </div>
  );
}
