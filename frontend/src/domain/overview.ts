// The overview's columns as the sensors that the rest of the page uses.
import type { ListedSensor, Overview, Sensor } from "./types";

const STATUS: Record<Sensor["state"], Sensor["status"]> = {
  in_range: "online",
  no_limits: "online",
  above: "online",
  below: "online",
  silent: "stale",
  fault: "fault",
  suspect: "fault",
  never: "never",
};

/** Build one sensor per entry of the columns; entries missing from a column read as null. */
export function sensorsOf({ sites, sensors }: Overview): ListedSensor[] {
  return sensors.slug.map((slug, i): ListedSensor => {
    const place = sensors.site[i] ?? 0;
    const site = sites.slug[place] ?? "";
    const low = sensors.low[i] ?? null;
    const high = sensors.high[i] ?? null;
    const device = sensors.device[i] ?? null;
    const time = sensors.time[i] ?? null;
    const state = sensors.state[i] ?? "never";
    return {
      id: `${site}/${slug}`,
      site,
      site_name: sites.name[place] ?? site,
      time_zone: sites.time_zone[place] ?? "UTC",
      slug,
      name: sensors.name[i] ?? slug,
      place: sensors.place[i] ?? null,
      position: sensors.position[i] ?? null,
      archived: null,
      interval_s: sensors.interval_s[i] ?? null,
      limits:
        low === null && high === null ? null : { low, high, since: sensors.limits_since[i] ?? 0 },
      device: device === null ? null : { name: device, label: sensors.label[i] ?? null },
      channel: sensors.channel[i] ?? null,
      state,
      status: STATUS[state],
      since: sensors.since[i] ?? null,
      silent_at: sensors.silent_at[i] ?? null,
      gap_after_s: sensors.gap_after_s[i] ?? 0,
      latest:
        time === null
          ? null
          : {
              time,
              received: sensors.received[i] ?? time,
              value: sensors.value[i] ?? null,
              quality: sensors.quality[i] ?? 0,
              good_time: sensors.good_time[i] ?? null,
              good_value: sensors.good_value[i] ?? null,
            },
      coverage: sensors.coverage[i] ?? null,
    };
  });
}
