// Sites by slug, for the site names and time zones of a list's rows.
import { useSites } from "./api/sites";
import type { Site } from "@/domain/types";

/** Whether the zones of sites are still to come: until then, a page with times of sites shows none. */
export const useSitesPending = (): boolean => useSites().isPending;

const NONE: ReadonlyMap<string, Site> = new Map();

export function useSiteNames(): ReadonlyMap<string, Site> {
  const sites = useSites().data;
  return sites ? new Map(sites.map((site) => [site.slug, site])) : NONE;
}
