// What removing a device does, as sentences.
import type { DeviceDetail } from "@/domain/types";

/** The consequences, readings first. */
export function consequences(device: Pick<DeviceDetail, "channels" | "credential">): string[] {
  const open = device.channels.flatMap(({ installations }) =>
    installations.filter(({ to }) => to === null),
  );
  const stored = device.channels.some(({ last }) => last !== null);
  const sensors = open.map(({ sensor }) => sensor);
  return [
    stored
      ? "Its readings stay, and so does the history of each sensor that it supplied."
      : "If it has never had a reading, it is deleted and its name is free again; otherwise its readings stay.",
    sensors.length > 0
      ? `Its ${sensors.length === 1 ? "installation" : "installations"} at ${sensors.join(", ")} ${sensors.length === 1 ? "ends" : "end"} now.`
      : "It supplies no sensor now.",
    device.credential.state === "elsewhere"
      ? "Isotherm does not administer this broker: whoever does has to delete the account there."
      : "The broker disconnects it at once, and its password is forgotten. A restored device needs a new one.",
  ];
}
