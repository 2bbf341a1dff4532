// The sites one may see, each with its worst state. A spare probe that never spoke does not hide
// what the others say: a site has no reading yet only when none of its sensors has.
import { useMemo } from "react";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { known, worst } from "@/domain/state";
import type { Sensor, State } from "@/domain/types";

export interface SiteState {
  slug: string;
  name: string;
  state: State;
}

function siteState(states: State[]): State {
  const spoken = states.filter((state) => state !== "never");
  return spoken.length > 0 ? worst(spoken) : "never";
}

export function useSiteStates(): SiteState[] {
  const sensors = useSensors().data;
  const now = useStateNow();
  return useMemo(() => statesOf(sensors ?? [], now), [sensors, now]);
}

function statesOf(sensors: Sensor[], now: number): SiteState[] {
  const sites = new Map<string, { name: string; states: State[] }>();
  for (const sensor of sensors) {
    const site = sites.get(sensor.site) ?? { name: sensor.site_name, states: [] };
    site.states.push(known(sensor, now).state);
    sites.set(sensor.site, site);
  }
  return [...sites]
    .map(([slug, { name, states }]) => ({ slug, name, state: siteState(states) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
