// Searching sensors and sites by text.
import { bestFirst, matcher } from "@/domain/matches";
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

/**
 * Sensors whose name, place, site or device contains every word, and sites: exact names first. Without a
 * text, the sensors worst first.
 */
export function find(text: string, sensors: Sensor[], sites: FoundSite[]): Match[] {
  const contains = matcher(text);
  const matching = sensors.filter((s) =>
    contains(s.name, s.place, s.site_name, s.device?.name, s.device?.label, s.channel),
  );
  const rows = worstFirst(
    matching.map((sensor) => ({ sensor, judged: judge(sensor, sensor.latest?.received ?? 0) })),
  );
  const matches: Match[] = rows.map(({ sensor: s }) => ({
    href: `/sensors/${s.id}`,
    name: s.name,
    state: s.state,
    sensor: s,
    where: [s.site_name, s.place].filter(Boolean).join(" · "),
  }));
  if (text.trim() !== "")
    for (const site of sites.filter(({ name, slug }) => contains(name, slug)))
      matches.push({
        href: `/?site=${site.slug}`,
        name: site.name,
        where: "",
        state: site.state,
        sensor: null,
      });
  return bestFirst(matches, text, ({ href, name, sensor }) => ({
    id: href,
    name,
    site_name: sensor?.site_name ?? "",
  })).slice(0, MOST);
}
