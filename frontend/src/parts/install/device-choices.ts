// The devices that may supply a sensor, most likely first: free ones, then those with a free channel, then
// those that would be taken from another sensor. Each says what it is.
import { count } from "@/domain/format";
import { matcher } from "@/domain/matches";
import type { Device } from "@/domain/types";
import type { Choice } from "@/ui/picker";

const MOST = 50;

const isFree = (device: Device): boolean => device.serves === 0;

/** "Freezer 2 at Northgate" */
export const sensorWords = ({ name, site_name: site }: Device["sensors"][number]): string =>
  `${name} at ${site}`;

/** "serves Freezer 2 at Northgate", "never installed", "free": what a device does now. */
export function servesWords({
  serves,
  sensors,
  ever_installed: ever,
}: Pick<Device, "serves" | "sensors" | "ever_installed">): string {
  if (serves === 0) return ever ? "free, supplied a sensor before" : "never installed";
  const [first] = sensors;
  if (first === undefined) return "serves a sensor that you may not see";
  const more = serves - 1;
  return `serves ${sensorWords(first)}${more > 0 ? ` and ${count(more)} more` : ""}`;
}

function about(device: Device): string {
  const { label, model, name, proposed_count: proposed } = device;
  return [
    label === name ? null : label,
    model,
    servesWords(device),
    proposed > 0 && `${count(proposed)} proposed`,
  ]
    .filter(Boolean)
    .join(" · ");
}

const rank = (device: Device, site: string): number =>
  (device.proposed_count > 0 ? 0 : 2) + (device.site === site ? 0 : 1);

/**
 * The devices with a channel that match `text`, in groups.
 * @param own the sensor that shall be supplied: a device that supplies only it is not taken from another
 */
export function deviceChoices(
  devices: Device[],
  site: string,
  text: string,
  own: string | null = null,
): Choice[] {
  const matches = matcher(text);
  const isOwn = ({ serves, sensors }: Device) => serves === 1 && sensors[0]?.sensor === own;
  const hasRoom = (device: Device) => !isFree(device) && device.proposed_count > 0;
  const groups: [name: string, is: (device: Device) => boolean][] = [
    ["Free, at this site", (device) => isFree(device) && device.site === site],
    ["Free, elsewhere", (device) => isFree(device) && device.site !== site],
    ["With a proposed channel", hasRoom],
    ["Supplies this sensor now", (device) => isOwn(device) && !hasRoom(device)],
    [
      "Serves another sensor now",
      (device) => !isFree(device) && !isOwn(device) && !hasRoom(device),
    ],
  ];
  const suitable = devices
    .filter(
      (device) =>
        device.channel_count > 0 &&
        device.removed === null &&
        matches(
          device.name,
          device.label,
          device.model,
          device.serial,
          ...device.sensors.map(sensorWords),
        ),
    )
    .sort((a, b) => rank(a, site) - rank(b, site) || (a.name < b.name ? -1 : 1));
  return groups
    .flatMap(([group, is]) =>
      suitable
        .filter(is)
        .map((device) => ({ value: device.name, label: device.name, about: about(device), group })),
    )
    .slice(0, MOST);
}

/** The device to propose: the only new one at the site that supplies nothing; null if that is a choice. */
export function likelyDevice(devices: Device[], site: string): string | null {
  const fresh = devices.filter(
    (device) => isFree(device) && device.proposed_count > 0 && device.site === site,
  );
  return fresh.length === 1 ? (fresh[0]?.name ?? null) : null;
}
