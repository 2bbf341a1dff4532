// Searching sensors and sites by text.
import { matcher, plain } from "@/domain/matches";
import { worstFirst, judge } from "@/domain/state";
import type { Sensor, State } from "@/domain/types";
import type { SiteState } from "./use-site-states";

type FoundSite = Pick<SiteState, "slug" | "name" | "state">;

export interface Match {
  href: string;
  name: string;
  where: string;
  state: State;
  sensor: Sensor | null;
}

/** The most matches shown; the overview shows all. */
export const MOST = 30;

/** Sensors whose name, place, site or device contains every word; names that start with the first word come first. */
export function find(text: string, sensors: Sensor[], sites: FoundSite[]): Match[] {
  const contains = matcher(text);
  const [first] = plain(text).split(/\s+/).filter(Boolean);
  const matching = sensors.filter((s) =>
    contains(s.name, s.place, s.site_name, s.device?.name, s.device?.label, s.channel),
  );
  const rows = worstFirst(
    matching.map((sensor) => ({ sensor, judged: judge(sensor, sensor.latest?.received ?? 0) })),
  );
  const matches: Match[] = [
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
      .filter((site) => first !== undefined && contains(site.name, site.slug))
      .map((site) => ({
        href: `/?site=${site.slug}`,
        name: site.name,
        where: "",
        state: site.state,
        sensor: null,
      })),
  ];
  const rank = ({ name }: Match) => (first !== undefined && plain(name).startsWith(first) ? 0 : 1);
  return matches.sort((a, b) => rank(a) - rank(b)).slice(0, MOST);
}
