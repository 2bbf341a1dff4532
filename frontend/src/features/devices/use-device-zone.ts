// The zones of devices' times: their home sites'; devices without one have the reader's.
import { useSiteNames } from "@/data/site-names";
import { useZone } from "@/data/zones";
import type { Device, Installation } from "@/domain/types";
import type { Zone } from "@/time/zoned";

type Homed = Pick<Device, "site">;

export function useDeviceZone({ site }: Homed): Zone {
  return useZone(useSiteNames().get(site ?? "")?.time_zone ?? null);
}

/** The zones of what devices supply: those of the sensors' sites, also of such that no longer exist. */
export function useSupplyZone(): (installation: Installation) => string | null {
  const sites = useSiteNames();
  return (installation) => sites.get(siteOf(installation))?.time_zone ?? null;
}

export const siteOf = ({ sensor }: Installation): string => sensor.split("/")[0] ?? "";

/** The zones of a list of devices, for `Zones`. */
export function useDeviceZones(devices: Homed[]): (string | null)[] {
  const sites = useSiteNames();
  return devices.map(({ site }) => sites.get(site ?? "")?.time_zone ?? null);
}
