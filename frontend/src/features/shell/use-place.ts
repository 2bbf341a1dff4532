// Where in the product one is: read from the address, so that every part of the shell agrees.
import { usePathname, useSearchParams } from "next/navigation";
import { useSensors } from "@/data/live/sensors";
import type { Sensor } from "@/domain/types";

interface Place {
  page:
    "overview" | "compare" | "devices" | "proposals" | "ledger" | "profile" | "sensor" | "other";
  /** The site one looks at; null for all. */
  site: string | null;
  /** On a sensor's page: that sensor, once it is known. */
  sensor: Sensor | null;
}

const PLAIN = ["compare", "devices", "proposals", "ledger", "profile"] as const;

export function usePlace(): Place {
  const path = usePathname();
  const search = useSearchParams();
  const sensors = useSensors().data;
  const [, first = "", site = "", slug = ""] = path.split("/");
  if (first === "sensors") {
    const id = `${site}/${slug}`;
    return { page: "sensor", site, sensor: sensors?.find((sensor) => sensor.id === id) ?? null };
  }
  if (first === "") return { page: "overview", site: search.get("site"), sensor: null };
  const page = PLAIN.find((name) => name === first) ?? "other";
  return { page, site: null, sensor: null };
}
