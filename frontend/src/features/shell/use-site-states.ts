// The sites one may see, each with its worst state.
import { useSensors } from "@/lib/live/sensors";
import { useStateNow } from "@/lib/live/state-now";
import { known, worst } from "@/lib/state";
import type { State } from "@/lib/types";

export interface SiteState {
  slug: string;
  name: string;
  state: State;
}

export function useSiteStates(): SiteState[] {
  const sensors = useSensors().data;
  const now = useStateNow();
  const sites = new Map<string, { name: string; states: State[] }>();
  for (const sensor of sensors ?? []) {
    const site = sites.get(sensor.site) ?? { name: sensor.site_name, states: [] };
    site.states.push(known(sensor, now).state);
    sites.set(sensor.site, site);
  }
  return [...sites]
    .map(([slug, { name, states }]) => ({ slug, name, state: worst(states) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
