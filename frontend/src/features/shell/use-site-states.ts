// The worst state of each site. Sensors that have never reported are ignored, unless all of a site's
// sensors are.
import { useMemo } from "react";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { judge, worst } from "@/domain/state";
import type { Sensor, State } from "@/domain/types";

export interface SiteState {
  slug: string;
  name: string;
  state: State;
}

function siteState(states: State[]): State {
  const reported = states.filter((state) => state !== "never");
  return reported.length > 0 ? worst(reported) : "never";
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
    site.states.push(judge(sensor, now).state);
    sites.set(sensor.site, site);
  }
  return [...sites]
    .map(([slug, { name, states }]) => ({ slug, name, state: siteState(states) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
