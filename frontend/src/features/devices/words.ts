// What a device says of itself, and what of it was changed.
import type { Device, DeviceWish, Site } from "@/domain/types";

export type Draft = Record<keyof Required<DeviceWish>, string>;

const FIELDS = [
  { key: "label", name: "Label" },
  { key: "site", name: "Home site" },
  { key: "time_zone", name: "Time zone" },
  { key: "model", name: "Model" },
  { key: "serial", name: "Serial number" },
  { key: "firmware", name: "Firmware" },
  { key: "notes", name: "Notes" },
] as const satisfies { key: keyof Draft; name: string }[];

/** An operator names a device; the rest is for managers. */
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

/** Only what became other; what was emptied is taken away. */
export function wishOf(seen: Device, draft: Draft): DeviceWish {
  const before = draftOf(seen);
  const changed = FIELDS.filter(({ key }) => draft[key].trim() !== before[key]);
  return Object.fromEntries(changed.map(({ key }) => [key, draft[key].trim() || null]));
}

/** What someone else changed meanwhile of what is being set: "Time zone is now Europe/Lisbon; you were setting Europe/Vienna." */
export function racedWords(wish: DeviceWish, seen: Device, current: Device): string {
  const shown = (value: string | null | undefined) => value ?? "none";
  const other = FIELDS.filter(({ key }) => seen[key] !== current[key]);
  const words = other.map(({ key, name }) => {
    const mine = key in wish ? `; you were setting ${shown(wish[key])}` : "";
    return `${name} is now ${shown(current[key])}${mine}.`;
  });
  return words.join(" ") || "Another of its settings changed.";
}

/** "Linden Pharmacy", or that it has no home site yet. */
export const homeWords = (
  device: Pick<Device, "site">,
  sites: ReadonlyMap<string, Site>,
): string => (device.site === null ? "none yet" : (sites.get(device.site)?.name ?? device.site));
