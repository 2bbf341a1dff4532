// The devices that may supply a sensor, most likely first: a new one at the site, whose channel is still proposed.
import { matcher } from "@/domain/matches";
import type { Device } from "@/domain/types";
import type { Choice } from "@/ui/picker";

const MOST = 50;

const isFresh = (device: Device, site: string): boolean =>
  device.proposed_count > 0 && device.site === site;

const about = ({ label, model, name }: Device): string | null =>
  [label === name ? null : label, model].filter(Boolean).join(" · ") || null;

/** The devices with a channel that match `text`, in groups. */
export function deviceChoices(devices: Device[], site: string, text: string): Choice[] {
  const matches = matcher(text);
  const groups: [name: string, is: (device: Device) => boolean][] = [
    ["New at this site", (device) => isFresh(device, site)],
    ["With a proposed channel", (device) => device.proposed_count > 0 && device.site !== site],
    ["At this site", (device) => device.proposed_count === 0 && device.site === site],
    ["Other devices", (device) => device.proposed_count === 0 && device.site !== site],
  ];
  const suitable = devices.filter(
    (device) =>
      device.channel_count > 0 && matches(device.name, device.label, device.model, device.serial),
  );
  return groups
    .flatMap(([group, is]) =>
      suitable
        .filter(is)
        .map((device) => ({ value: device.name, label: device.name, about: about(device), group })),
    )
    .slice(0, MOST);
}

/** The device to propose: the only new one at the site; null if there is none, or a choice. */
export function likelyDevice(devices: Device[], site: string): string | null {
  const fresh = devices.filter((device) => isFresh(device, site));
  return fresh.length === 1 ? (fresh[0]?.name ?? null) : null;
}
