// Sites by slug, so that a list can say a site's name and time its rows by its clock.
import { useSites } from "./api/sites";
import type { Site } from "@/domain/types";

const NONE: ReadonlyMap<string, Site> = new Map();

export function useSiteNames(): ReadonlyMap<string, Site> {
  const sites = useSites().data;
  return sites ? new Map(sites.map((site) => [site.slug, site])) : NONE;
}
