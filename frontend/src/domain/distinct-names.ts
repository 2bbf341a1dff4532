// Sensors of one name are told apart by the least that does: their sites, then places, then slugs.
import type { Sensor } from "./types";

type Named = Pick<Sensor, "id" | "name" | "site_name" | "place" | "slug">;

/** What tells a sensor from the others of its name: "Harbour office", "Rack 3", or nothing. */
export type Distinctions = ReadonlyMap<string, string>;

const ATTRIBUTES: ((sensor: Named) => string)[] = [
  ({ site_name: site }) => site,
  ({ place }) => place ?? "",
  ({ id, slug }) => slug || (id.split("/")[1] ?? ""),
];

/** Whether some of them have different values. */
const differ = (sensors: Named[], of: (sensor: Named) => string): boolean =>
  new Set(sensors.map(of)).size > 1;

/** Tell sensors apart that share a text, by one attribute after the other while some are the same. */
function tell(sensors: Named[], words: Map<string, string[]>, level: number): void {
  const attribute = ATTRIBUTES[level];
  if (sensors.length < 2 || !attribute) return;
  if (!differ(sensors, attribute)) {
    tell(sensors, words, level + 1);
    return;
  }
  const groups = new Map<string, Named[]>();
  for (const sensor of sensors) {
    const value = attribute(sensor);
    if (value !== "") words.get(sensor.id)?.push(value);
    groups.set(value, [...(groups.get(value) ?? []), sensor]);
  }
  for (const group of groups.values()) tell(group, words, level + 1);
}

/** What tells each of the sensors whose name others have, too; the others are missing. */
export function distinctions(sensors: readonly Named[]): Distinctions {
  const byName = new Map<string, Named[]>();
  for (const sensor of sensors) {
    const name = sensor.name.trim().toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), sensor]);
  }
  const words = new Map(sensors.map(({ id }) => [id, [] as string[]]));
  for (const group of byName.values()) tell(group, words, 0);
  return new Map(
    [...words].flatMap(([id, parts]): [string, string][] =>
      parts.length > 0 ? [[id, parts.join(" · ")]] : [],
    ),
  );
}

/** "Server room, Harbour office": a name that no other of the sensors has. */
export function fullName({ id, name }: Pick<Sensor, "id" | "name">, all: Distinctions): string {
  const words = all.get(id);
  return words === undefined ? name : `${name}, ${words}`;
}
