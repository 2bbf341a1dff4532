// Which sensors and sites a few typed letters mean.
import { matcher, plain } from "@/domain/matches";
import { worstFirst, known } from "@/domain/state";
import type { Sensor, State } from "@/domain/types";
import type { SiteState } from "./use-site-states";

export interface Found {
  href: string;
  name: string;
  where: string;
  state: State;
  sensor: Sensor | null;
}

/** More are found by typing on, or in the overview. */
export const MOST = 30;

/** Every typed word must occur in a sensor's name, place, site or device; names that begin so come first. */
export function find(text: string, sensors: Sensor[], sites: SiteState[]): Found[] {
  const holds = matcher(text);
  const [first] = plain(text).split(/\s+/).filter(Boolean);
  const matching = sensors.filter((s) =>
    holds(s.name, s.place, s.site_name, s.device?.name, s.device?.label, s.channel),
  );
  const rows = worstFirst(
    matching.map((sensor) => ({ sensor, known: known(sensor, sensor.latest?.received ?? 0) })),
  );
  const found: Found[] = [
    ...rows
      .map(({ sensor }) => sensor)
      .map((s) => ({
        href: `/sensors/${s.id}`,
        name: s.name,
        state: s.state,
        sensor: s,
        where: [s.site_name, s.place].filter(Boolean).join(" · "),
      })),
    ...sites
      .filter((site) => first !== undefined && holds(site.name, site.slug))
      .map((site) => ({
        href: `/?site=${site.slug}`,
        name: site.name,
        where: "",
        state: site.state,
        sensor: null,
      })),
  ];
  const begins = (one: Found) => (first !== undefined && plain(one.name).startsWith(first) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b)).slice(0, MOST);
}
