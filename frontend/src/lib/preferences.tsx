"use client";
// How the person signed in likes to read: unit and time zone, from their profile.
import { useCallback } from "react";
import { useMe, useSavePreferences } from "./api/me";
import { useSensors } from "./live/sensors";
import type { Unit } from "./types";

export interface Reading {
  unit: Unit;
  setUnit: (unit: Unit) => void;
  /** The zone for what belongs to a site: one's own when one is set, else the site's. */
  zoneOf: (siteZone: string) => string;
  /** The zone for what belongs to no one site. */
  zone: string;
  /** True when the zone is set in the profile. */
  ownZone: boolean;
}

export function useReading(): Reading {
  const me = useMe().data;
  const sensors = useSensors().data;
  const { mutate } = useSavePreferences();
  const own = me?.time_zone ?? null;
  const common = new Set(sensors?.map((sensor) => sensor.time_zone));
  const [only] = common;
  return {
    unit: me?.unit ?? "C",
    setUnit: useCallback((unit: Unit) => mutate({ unit }), [mutate]),
    zoneOf: (siteZone) => own ?? siteZone,
    zone: own ?? (common.size === 1 && only ? only : Intl.DateTimeFormat().resolvedOptions().timeZone),
    ownZone: own !== null,
  };
}
