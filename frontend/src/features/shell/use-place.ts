// The current page, site and sensor, read from the address so that all parts of the shell agree.
import { usePathname, useSearchParams } from "next/navigation";
import { useSensors } from "@/data/live/sensors";
import type { Sensor } from "@/domain/types";

interface Place {
  page:
    | "overview"
    | "compare"
    | "devices"
    | "proposals"
    | "ledger"
    | "sites"
    | "status"
    | "profile"
    | "sensor"
    | "other";
  /** The chosen site, or the one whose page this is; null for all. */
  site: string | null;
  /** On a sensor's page: the sensor, once loaded. */
  sensor: Sensor | null;
}

const PLAIN = ["compare", "devices", "proposals", "ledger", "sites", "status", "profile"] as const;

export function usePlace(): Place {
  const path = usePathname();
  const search = useSearchParams();
  const sensors = useSensors().data;
  const [, first = "", site = "", slug = ""] = path.split("/");
  if (first === "sensors") {
    const id = `${site}/${slug}`;
    return { page: "sensor", site, sensor: sensors?.find((sensor) => sensor.id === id) ?? null };
  }
  if (first === "sites" && site !== "" && site !== "new")
    return { page: "sites", site, sensor: null };
  if (first === "") return { page: "overview", site: search.get("site"), sensor: null };
  const page = PLAIN.find((name) => name === first) ?? "other";
  return { page, site: null, sensor: null };
}
