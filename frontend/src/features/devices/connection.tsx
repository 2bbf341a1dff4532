"use client";
// Whether a device is alive: what it said, and what it sent since; many devices say nothing.
import { useNow } from "@/time/now";
import { age, near } from "@/time/moment";
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
  const { connection, connection_at: since, offline_at: offlineAt, heard } = device;
  if (connection === null)
    return (
      <span className={table.muted}>
        {heard === null ? "never heard" : `heard ${age(heard, now, zone)}`}
      </span>
    );
  const missed = offlineAt !== null && now > offlineAt;
  return (
    <>
      {missed ? "offline" : connection}
      {since !== null && <span className={table.under}>since {near(since, now, zone)}</span>}
      {!missed && offlineAt !== null && (
        <span className={table.under}>
          {connection === "online" && "said offline, but sent readings since; "}
          offline from {near(offlineAt, now, zone)} unless it reports
        </span>
      )}
    </>
  );
}
