"use client";
// A device's reported connection state, and since when; many devices do not report it.
import { useNow } from "@/time/now";
import { near } from "@/time/moment";
import type { Device } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { useSiteNames } from "@/data/site-names";
import table from "@/ui/table.module.css";

export function useDeviceZone({ site }: Pick<Device, "site">): string {
  const { zone, zoneOf } = useReading();
  const home = useSiteNames().get(site ?? "");
  return home ? zoneOf(home.time_zone) : zone;
}

export function Connection({ device, zone }: { device: Device; zone: string }) {
  const now = useNow();
  if (device.connection === null) return <span className={table.muted}>does not report</span>;
  return (
    <>
      {device.connection}
      {device.connection_at !== null && (
        <span className={table.under}>since {near(device.connection_at, now, zone)}</span>
      )}
    </>
  );
}
