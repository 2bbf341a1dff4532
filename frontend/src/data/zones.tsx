"use client";
// The zones in which a page shows its times. Times of a site are in its zone, unless the reader chose one;
// times of no site are in the reader's. Where several zones stand together, each time says its offset.
import {
  createContext,
  use,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { withOffset, type Zone } from "@/time/zoned";
import { useReading } from "./preferences";

/** A zone that the page shows times in, and whether it is a site's or the reader's. */
export interface PageZone {
  name: string;
  whose: "site" | "reader";
}

const Mixed = createContext(false);

/**
 * The times of a list: those of its rows, which may belong to several sites, carry their offsets if
 * they are shown in more than one zone.
 * @param of the zones of the rows' sites; null for a row that belongs to no site
 */
export function Zones({ of, children }: { of: Iterable<string | null>; children: ReactNode }) {
  const resolve = useResolve();
  const zones = distinct([...new Set(of)].map(resolve));
  useShown(zones);
  return <Mixed value={zones.length > 1}>{children}</Mixed>;
}

/** The zone for a time of a site, or with null of no site, in a list or alone. */
export const useZone = (siteZone: string | null): Zone => useZoneOf()(siteZone);

/** The same for several times of different sites. */
export function useZoneOf(): (siteZone: string | null) => Zone {
  const resolve = useResolve();
  const mixed = use(Mixed);
  return (siteZone) => {
    const { name } = resolve(siteZone);
    return mixed ? withOffset(name) : name;
  };
}

/** The same, for a page whose times are all in this zone: the rail's foot says so. */
export function usePageZone(siteZone: string | null | undefined): Zone {
  const resolve = useResolve();
  useShown(siteZone === undefined ? [] : [resolve(siteZone)]);
  return useZone(siteZone ?? null);
}

/**
 * The zone for a time of the page itself, such as when it was last live: that of all its other times, or the
 * reader's, with its offset, if they are in several.
 */
export function useOwnZone(): Zone {
  const { zone } = useReading();
  const [first, ...others] = usePageZones();
  return others.length > 0 ? withOffset(zone) : (first?.name ?? zone);
}

function useResolve(): (siteZone: string | null) => PageZone {
  const { zone, zoneOf, isSites, isShared } = useReading();
  return (siteZone) =>
    siteZone === null
      ? { name: zone, whose: isShared ? "site" : "reader" }
      : { name: zoneOf(siteZone), whose: isSites ? "site" : "reader" };
}

/** One entry per zone; a site's rather than the reader's if both are the same. */
function distinct(zones: PageZone[]): PageZone[] {
  const byName = new Map<string, PageZone>();
  for (const zone of zones)
    if (byName.get(zone.name)?.whose !== "site") byName.set(zone.name, zone);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const shown = new Set<PageZone[]>();
const listeners = new Set<() => void>();
const NONE: PageZone[] = [];
let current = NONE;

function change(): void {
  current = distinct([...shown].flat());
  for (const listener of listeners) listener();
}

/** Say that the page shows times in these zones, as long as the component is mounted. */
function useShown(zones: PageZone[]): void {
  const key = JSON.stringify(zones);
  const held = useMemo(() => JSON.parse(key) as PageZone[], [key]);
  useEffect(() => {
    if (held.length === 0) return undefined;
    shown.add(held);
    change();
    return () => {
      shown.delete(held);
      change();
    };
  }, [held]);
}

/** The zones in which the page shows the times of its content; empty if it says nothing of them. */
export const usePageZones = (): PageZone[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => NONE,
  );
