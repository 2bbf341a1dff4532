"use client";
// A device's details, and what is known of its connection and clock.
import type { DeviceDetail } from "@/domain/types";
import { clockWords } from "@/domain/device-state";
import { useSiteNames } from "@/data/site-names";
import { Moment } from "@/parts/moment";
import { age, fullText } from "@/time/moment";
import { Connection } from "./connection";
import { useDeviceZone } from "./use-device-zone";
import { FactList, type Fact } from "./fact-list";
import { homeWords } from "./words";

export function About({ device }: { device: DeviceDetail }) {
  const sites = useSiteNames();
  const zone = useDeviceZone(device);
  const facts: Fact[] = [
    [
      "MQTT name",
      <span key="name" className="mono">
        {device.name}
      </span>,
    ],
    ["Home site", homeWords(device, sites)],
    ["Connection", <Connection key="connection" device={device} zone={zone} />],
    [
      "Last reading",
      device.connection !== null && device.heard !== null ? (
        <>
          received <Moment at={device.heard} zone={zone} as={age} />
        </>
      ) : null,
    ],
    [
      "Clock",
      clockWords(device) ?? (device.heard === null ? null : "right to within half a minute"),
    ],
    [
      "Device time zone",
      device.time_zone?.replaceAll("_", " ") ?? "not set; times without an offset are rejected",
    ],
    ["Model", device.model],
    ["Serial number", device.serial],
    ["Firmware", device.firmware],
    ["First seen", <Moment key="seen" at={device.created} zone={zone} as={fullText} />],
    ["Notes", device.notes],
  ];
  return (
    <section aria-label="Details">
      <FactList of={facts} />
    </section>
  );
}
