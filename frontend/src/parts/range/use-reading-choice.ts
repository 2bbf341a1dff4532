// Unit and zone of a view, withSavedState in the address: ?unit=F&zone=mine.
import { useEffect, useMemo, useRef } from "react";
import { useMe } from "@/data/api/me";
import type { ReadingChoice } from "@/data/preferences";
import type { Unit } from "@/domain/types";
import { useKeys } from "@/ui/use-keys";
import { useParam } from "@/ui/use-param";

export interface ReadingControl {
  choice: ReadingChoice;
  setUnit: (unit: Unit) => void;
  setZone: (zone: "site" | "mine") => void;
}

const isUnit = (text: string | null): text is Unit => text === "C" || text === "F";

/** The address' choice. Changing the unit in the profile removes the address' unit. */
export function useReadingChoice(): ReadingControl {
  const [unitText, setUnit] = useParam("unit");
  const [zoneText, setZone] = useParam("zone");
  const profile = useMe().data?.unit ?? null;
  const before = useRef(profile);
  const unit = isUnit(unitText) ? unitText : null;
  useEffect(() => {
    const was = before.current;
    before.current = profile;
    if (was !== null && profile !== null && was !== profile) setUnit(null, "replace");
  }, [profile, setUnit]);
  useKeys(unit === null ? {} : { u: () => setUnit(unit === "C" ? "F" : "C", "replace") });
  return {
    choice: useMemo(
      () => ({ unit, zone: zoneText === "site" || zoneText === "mine" ? zoneText : null }),
      [unit, zoneText],
    ),
    setUnit: (next) => setUnit(next, "replace"),
    setZone: (next) => setZone(next, "replace"),
  };
}
