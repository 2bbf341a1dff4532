"use client";
// How the person signed in likes to read: unit and time zone, from their profile, or as the address has it.
import { createContext, use, useCallback } from "react";
import { useMe, useSavePreferences } from "./api/me";
import { useOnlyZone } from "./live/sensors";
import type { Unit } from "@/domain/types";

/** Unit and zone that the page's address sets instead of the profile; null when it sets none. */
export interface ReadingChoice {
  unit: Unit | null;
  /** The site's time, or that of the reader: of their profile, else of their browser. */
  zone: "site" | "mine" | null;
}

const Choice = createContext<ReadingChoice>({ unit: null, zone: null });
export const ReadingProvider = Choice;

interface Reading {
  unit: Unit;
  /** The zone for what belongs to a site: one's own when one is set, else the site's. */
  zoneOf: (siteZone: string) => string;
  /** The zone for what belongs to no one site. */
  zone: string;
  /** True when the zone is set in the profile. */
  ownZone: boolean;
  /** The reader's own zone: of their profile, else of their browser. */
  mine: string;
}

let found: string | null = null;

/** The browser's time zone; to find it takes as long as to draw a row, and every cell asks. */
const browserZone = (): string => (found ??= Intl.DateTimeFormat().resolvedOptions().timeZone);

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
    ownZone: own !== null,
    mine,
  };
}

/** Sets the unit in the profile. */
export function useSetUnit(): (unit: Unit) => void {
  const { mutate } = useSavePreferences();
  return useCallback((unit: Unit) => mutate({ unit }), [mutate]);
}
