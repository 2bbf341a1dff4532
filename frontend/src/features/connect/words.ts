// What is known of a device that is being connected, as text.
import { mayBeTemperature } from "@/domain/evidence";
import type { Broker, Credential, DeviceDetail } from "@/domain/types";
import type { Channel, Reading } from "@/domain/types";

/** The channel whose newest reading came last, with that reading, rather one that may be a temperature; null before the first message. */
export function heardOf(
  device: Pick<DeviceDetail, "channels">,
): { channel: Channel; last: Reading } | null {
  const heard = device.channels.flatMap((channel) =>
    channel.last === null ? [] : [{ channel, last: channel.last }],
  );
  const other = ({ channel }: (typeof heard)[number]) => Number(!mayBeTemperature(channel));
  return heard.sort((a, b) => other(a) - other(b) || b.last.received - a.last.received)[0] ?? null;
}

export interface Mark {
  state: "done" | "waiting" | "bad";
  title: string;
  about: string;
}

/** Whether the broker knows the device's password, and what is to be done if it does not. */
export function credentialMark(
  { state, error }: Credential,
  broker: Broker | undefined,
  device: string,
): Mark {
  switch (state) {
    case "applied":
      return {
        state: "done",
        title: "Credentials made",
        about: `May publish below sensors/${device}/ only`,
      };
    case "failed":
      return {
        state: "bad",
        title: "Credentials not made",
        about: `${error ?? "The broker refused the change."} Isotherm tries again automatically.`,
      };
    case "expired":
      return {
        state: "bad",
        title: "The password expired unused",
        about: "The broker could not be reached for ten minutes. Make a new password.",
      };
    case "elsewhere":
    case "none":
      return {
        state: "waiting",
        title: "Credentials are made elsewhere",
        about: `Whoever runs the broker makes the account ${device} and lets it publish below sensors/${device}/.`,
      };
    case "waiting":
      return { state: "waiting", title: "Making credentials…", about: waitingWords(broker) };
  }
}

function waitingWords(broker: Broker | undefined): string {
  if (broker?.connected === false)
    return broker.error === null
      ? "The worker, which makes them at the broker, is away. They are made as soon as it is back."
      : `The broker cannot be reached: ${broker.error}. They are made as soon as it is back.`;
  return "The worker makes them at the broker.";
}

/** What the device lacks until its first message: "no account yet", for the announcement. */
export function stateWords(device: DeviceDetail): string {
  const heard = heardOf(device);
  if (heard) return `First message received on channel ${heard.channel.name}`;
  if (device.credential.state === "applied")
    return device.connection === "online"
      ? "The device says it is online"
      : "Credentials made, waiting for its first message";
  return "Waiting for credentials";
}

export interface Supply {
  channel: string;
  /** "site-slug/sensor-slug" */
  sensor: string;
  name: string;
}

/** The sensors that the device's channels supply now: those just installed, then those of before. */
export function suppliesOf(
  device: Pick<DeviceDetail, "channels">,
  done: readonly Supply[],
  sensorNames: ReadonlyMap<string, string>,
): Supply[] {
  const before = device.channels.flatMap(({ name: channel, installations }) => {
    const open = installations.find(({ to }) => to === null);
    return !open || done.some((supply) => supply.channel === channel)
      ? []
      : [{ channel, sensor: open.sensor, name: sensorNames.get(open.sensor) ?? open.sensor }];
  });
  return [...done, ...before];
}
