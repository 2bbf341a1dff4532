"use client";
// Tells a screen reader when a sensor's state changes; never each value.
import { useEffect, useRef, useState } from "react";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { WORDS, known } from "@/domain/state";
import type { State } from "@/domain/types";

export function StateNews() {
  const sensors = useSensors().data;
  const now = useStateNow();
  const before = useRef<Map<string, State> | null>(null);
  const [news, setNews] = useState("");
  useEffect(() => {
    if (!sensors) return;
    const states = new Map(sensors.map((sensor) => [sensor.id, known(sensor, now).state]));
    const held = before.current;
    before.current = states;
    const changed = sensors.filter(
      (sensor) => held?.has(sensor.id) && held.get(sensor.id) !== states.get(sensor.id),
    );
    if (changed.length === 0) return;
    setNews(
      changed
        .slice(0, 3)
        .map((one) => `${one.name}: ${WORDS[states.get(one.id) ?? "never"]}`)
        .join(". "),
    );
  }, [sensors, now]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {news}
    </div>
  );
}
