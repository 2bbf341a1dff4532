// The worst state of each site, those without a sensor included. Sensors that have never reported are
// ignored, unless all of a site's sensors are.
import { useMemo } from "react";
import { useSites } from "@/data/api/sites";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { judge, worst } from "@/domain/state";
import type { Sensor, Site, State } from "@/domain/types";

export interface SiteState {
  slug: string;
  name: string;
  state: State;
  sensors: number;
  /** Sensors that report and have no limits. */
  unjudged: number;
}

function siteState(states: State[]): State {
  const reported = states.filter((state) => state !== "never");
  return reported.length > 0 ? worst(reported) : "never";
}

export function useSiteStates(): SiteState[] {
  const sensors = useSensors().data;
  // Asked for after the sensors, whose values matter more.
  const sites = useSites(sensors !== undefined).data;
  const now = useStateNow();
  return useMemo(() => statesOf(sensors ?? [], sites ?? [], now), [sensors, sites, now]);
}

export function statesOf(
  sensors: Sensor[],
  listed: Pick<Site, "slug" | "name">[],
  now: number,
): SiteState[] {
  const sites = new Map<string, { name: string; states: State[] }>();
  for (const { slug, name } of listed) sites.set(slug, { name, states: [] });
  for (const sensor of sensors) {
    const site = sites.get(sensor.site) ?? { name: sensor.site_name, states: [] };
    site.states.push(judge(sensor, now).state);
    sites.set(sensor.site, site);
  }
  return [...sites]
    .map(([slug, { name, states }]) => ({
      slug,
      name,
      state: siteState(states),
      sensors: states.length,
      unjudged: states.filter((state) => state === "no_limits").length,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
