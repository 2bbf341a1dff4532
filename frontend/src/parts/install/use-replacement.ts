// The view model of replacing a sensor's device.
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useDevice, useSomeDevices } from "@/data/api/devices";
import { useInstall } from "@/data/api/installations";
import { serverNow } from "@/time/server-clock";
import type { Channel, DeviceDetail, Installation, Sensor } from "@/domain/types";
import { mayBeTemperature } from "@/domain/evidence";
import { fromField, toField } from "@/time/wall-field";
import { deviceChoices, likelyDevice, sensorWords } from "./device-choices";
import { endedBy } from "./installation-words";
import { useDoubt } from "./use-doubt";

/** A pause in typing after which the server is asked, ms. */
const TYPING_MS = 200;

/** Whether a channel supplies a sensor now. */
export const isInstalled = ({ installations }: Channel): boolean =>
  installations.some(({ to }) => to === null);

/** "Freezer 2 at Northgate"; its address for a sensor that was supplied only before. */
const nameOf = (id: string, detail: DeviceDetail | undefined): string => {
  const served = detail?.sensors.find(({ sensor }) => sensor === id);
  return served ? sensorWords(served) : id;
};

/**
 * The choice of device, channel and time, and what follows from it.
 * @param onDone called after the installation
 */
export function useReplacement(
  sensor: Sensor,
  installations: Installation[],
  zone: string,
  onDone: () => void,
) {
  const [chosen, setDevice] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [q] = useDebouncedValue(search.trim(), TYPING_MS);
  const fresh = useSomeDevices({ site: sensor.site, state: "proposed_channels" });
  const matches = useSomeDevices({ q });
  const devices = [...(fresh.data ?? []), ...(matches.data ?? [])].filter(
    (device, i, all) => all.findIndex(({ name }) => name === device.name) === i,
  );
  const device = chosen ?? likelyDevice(devices, sensor.site);
  const detail = useDevice(device ?? "", device !== null).data;
  const [picked, setPicked] = useState<string | null>(null);
  /** The channel about which somebody was asked whether to take it from another sensor. */
  const [asked, setAsked] = useState<string | null>(null);
  const [when, setWhen] = useState<"now" | "past">("now");
  const [text, setText] = useState(() => toField(serverNow(), zone));
  const install = useInstall(sensor.id);
  const channels = (detail?.channels ?? []).filter(({ ignored }) => !ignored);
  const likely = [...channels.filter(mayBeTemperature), ...channels];
  const channel =
    channels.find((channel) => channel.name === picked) ??
    likely.find((channel) => channel.state === "proposed") ??
    likely.find((channel) => !isInstalled(channel)) ??
    likely[0];
  const doubt = useDoubt(channel);
  const at = when === "now" ? serverNow() : fromField(text, zone);
  const wrong =
    at === null
      ? "Enter a date and a time."
      : at > serverNow()
        ? "Enter a time in the past."
        : null;
  const others = (channel?.installations ?? []).filter(
    ({ id }) => !installations.some((own) => own.id === id),
  );
  const ending = at === null ? [] : endedBy(at, [...installations, ...others]);
  const same = ending.find(
    (other) =>
      other.sensor === sensor.id && other.device === device && other.channel === channel?.name,
  );
  /** Installations of the channel on other sensors, which would lose it. */
  const taken = ending.filter((other) => other.sensor !== sensor.id);
  const key = `${device}/${channel?.name ?? ""}`;
  const send = (replace: boolean) => {
    if (device === null || !channel) return;
    const from = when === "now" ? Math.floor(serverNow()) : fromField(text, zone);
    if (from !== null)
      install.mutate({ device, channel: channel.name, from, replace }, { onSuccess: onDone });
  };
  const submit = () => {
    if (!doubt.confirmed()) return;
    if (taken.length > 0 && asked !== key) setAsked(key);
    else send(ending.length > 0);
  };
  const chooseDevice = (name: string) => {
    setDevice(name);
    setPicked(null);
    install.reset();
  };
  const chooseChannel = (name: string) => {
    setPicked(name);
    install.reset();
  };
  return {
    /** Why the devices could not be loaded, or null. */
    devicesError: fresh.error ?? matches.error,
    choices: deviceChoices(devices, sensor.site, search, sensor.id),
    search,
    setSearch,
    device,
    chooseDevice,
    /** The device's details, once loaded. */
    detail,
    channels,
    channel,
    chooseChannel,
    when,
    setWhen,
    text,
    setText,
    /** The chosen instant; null if the text is no time. */
    at,
    wrong,
    /** The installations that the new one would end. */
    ending,
    /** Those on other sensors, with the name of each. */
    taken: taken.map(({ sensor: id }) => ({ id, name: nameOf(id, detail) })),
    /** Whether taking the channel from them has to be confirmed now. */
    asking: taken.length > 0 && asked === key,
    submit,
    /** The question whether to install what is probably not a temperature. */
    doubt,
    /** The installation that already has this channel on this sensor. */
    same,
    install,
    send,
  };
}
