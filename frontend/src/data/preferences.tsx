"use client";
// The reader's unit and time zone: from the address, else from the profile.
import { createContext, use, useCallback } from "react";
import { useMe, useSavePreferences } from "./api/me";
import { useOnlyZone } from "./live/sensors";
import type { Unit } from "@/domain/types";
import { browserZone } from "@/time/zones";

/** Unit and zone in the page's address, which override the profile; null if not set. */
export interface ReadingChoice {
  unit: Unit | null;
  /** The site's zone, or the reader's: from the profile, else the browser. */
  zone: "site" | "mine" | null;
}

const Choice = createContext<ReadingChoice>({ unit: null, zone: null });
export const ReadingProvider = Choice;

interface Reading {
  unit: Unit;
  /** The zone for times of a site: the reader's if set, else the site's. */
  zoneOf: (siteZone: string) => string;
  /** The zone for times that belong to no single site. */
  zone: string;
  /** `zoneOf` returns the site's zone, not the reader's. */
  isSites: boolean;
  /** `zone` is the one that all sites share, not the reader's. */
  isShared: boolean;
  /** The reader's own zone: from the profile, else the browser. */
  mine: string;
}

export function useReading(): Reading {
  const me = useMe().data;
  const choice = use(Choice);
  const own = me?.time_zone ?? null;
  const mine = own ?? browserZone();
  const only = useOnlyZone();
  return {
    unit: choice.unit ?? me?.unit ?? "C",
    zoneOf: (siteZone) =>
      choice.zone === null ? (own ?? siteZone) : choice.zone === "site" ? siteZone : mine,
    zone: own ?? only ?? mine,
    isSites: choice.zone === null ? own === null : choice.zone === "site",
    isShared: own === null && only !== null,
    mine,
  };
}

/** Return a function that sets the unit in the profile. */
export function useSetUnit(): (unit: Unit) => void {
  const { mutate } = useSavePreferences();
  return useCallback((unit: Unit) => mutate({ unit }), [mutate]);
}
