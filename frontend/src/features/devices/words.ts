// A device's details as form values and text.
import { MINUS, SPACE, count, toUnit, unitSign } from "@/domain/format";
import type { Channel, Device, DeviceChange, Site, Unit } from "@/domain/types";
import { near } from "@/time/moment";
import type { Zone } from "@/time/zoned";

export type Draft = Record<Exclude<keyof DeviceChange, "disabled" | "removed">, string>;

const FIELDS = [
  { key: "label", name: "Label" },
  { key: "site", name: "Home site" },
  { key: "time_zone", name: "Time zone" },
  { key: "model", name: "Model" },
  { key: "serial", name: "Serial number" },
  { key: "firmware", name: "Firmware" },
  { key: "notes", name: "Notes" },
] as const satisfies { key: keyof Draft; name: string }[];

/** The fields that operators may edit; the others need the manager role. */
export const FOR_OPERATORS: ReadonlySet<keyof Draft> = new Set(["label", "notes"]);

export const draftOf = (device: Device): Draft => ({
  label: device.label ?? "",
  site: device.site ?? "",
  time_zone: device.time_zone ?? "",
  model: device.model ?? "",
  serial: device.serial ?? "",
  firmware: device.firmware ?? "",
  notes: device.notes ?? "",
});

/** The changed fields; an emptied field becomes null. */
export function changesOf(seen: Device, draft: Draft): DeviceChange {
  const before = draftOf(seen);
  const changed = FIELDS.filter(({ key }) => draft[key].trim() !== before[key]);
  return Object.fromEntries(changed.map(({ key }) => [key, draft[key].trim() || null]));
}

/** Describe a concurrent edit: "Time zone is now Europe/Lisbon; you were setting Europe/Vienna." */
export function racedWords(changes: DeviceChange, seen: Device, current: Device): string {
  const shown = (value: string | null | undefined) => value ?? "none";
  const other = FIELDS.filter(({ key }) => seen[key] !== current[key]);
  const words = other.map(({ key, name }) => {
    const mine = key in changes ? `; you were setting ${shown(changes[key])}` : "";
    return `${name} is now ${shown(current[key])}${mine}.`;
  });
  return words.join(" ") || "Another setting has changed.";
}

/** "Linden Pharmacy", or "none yet" without a home site. */
export const homeWords = (
  device: Pick<Device, "site">,
  sites: ReadonlyMap<string, Site>,
): string => (device.site === null ? "none yet" : (sites.get(device.site)?.name ?? device.site));

/** "4.2", with every digit that was sent. */
function exact(celsius: number, unit: Unit): string {
  const text = String(Math.round(Math.abs(toUnit(celsius, unit)) * 10_000) / 10_000);
  return toUnit(celsius, unit) < 0 && text !== "0" ? MINUS + text : text;
}

/** "has sent exactly 4.2 °C since Sat 12:00: the probe may hang"; null if its values move. */
export function frozenWords(
  { frozen }: Pick<Channel, "frozen">,
  unit: Unit,
  now: number,
  zone: Zone,
): string | null {
  if (!frozen) return null;
  const value = `${exact(frozen.value, unit)}${SPACE}${unitSign(unit)}`;
  return `has sent exactly ${value} since ${near(frozen.since, now, zone)}: the probe may hang`;
}

/** "Vaccine fridge 1 and 2 more": the sensors that a device supplies now; null for none. */
export function suppliesWords({
  serves,
  sensors,
}: Pick<Device, "serves" | "sensors">): string | null {
  if (serves === 0) return null;
  const [first] = sensors;
  if (first === undefined) return "a sensor that you may not see";
  return serves === 1 ? first.name : `${first.name} and ${count(serves - 1)} more`;
}
