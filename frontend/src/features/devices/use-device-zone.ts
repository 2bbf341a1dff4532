// The zones of devices' times: their home sites'; devices without one have the reader's.
import { useSiteNames } from "@/data/site-names";
import { useZone } from "@/data/zones";
import type { Device } from "@/domain/types";
import type { Zone } from "@/time/zoned";

type Homed = Pick<Device, "site">;

export function useDeviceZone({ site }: Homed): Zone {
  return useZone(useSiteNames().get(site ?? "")?.time_zone ?? null);
}

/** The zones of a list of devices, for `Zones`. */
export function useDeviceZones(devices: Homed[]): (string | null)[] {
  const sites = useSiteNames();
  return devices.map(({ site }) => sites.get(site ?? "")?.time_zone ?? null);
}
