// Changes of a sensor's name and place, and concurrent edits of them as text.
import type { SensorChange, SensorDetail } from "@/domain/types";

export interface Typed {
  name?: string;
  place?: string;
}

/** The changed fields; an emptied place becomes null. */
export function changesOf(
  seen: Pick<SensorDetail, "name" | "place">,
  typed: Required<Typed>,
): Pick<SensorChange, "name" | "place"> {
  const name = typed.name.trim();
  const place = typed.place.trim() || null;
  return { ...(name !== seen.name && { name }), ...(place !== seen.place && { place }) };
}

/** "Its name is now Fridge 2; you were setting Fridge two." */
export function racedWords(
  changes: Pick<SensorChange, "name" | "place">,
  seen: SensorDetail,
  current: SensorDetail,
): string {
  const shown = (value: string | null | undefined) => value ?? "none";
  const told = (["name", "place"] as const)
    .filter((key) => seen[key] !== current[key])
    .map((key) => {
      const mine = key in changes ? `; you were setting ${shown(changes[key])}` : "";
      return `Its ${key} is now ${shown(current[key])}${mine}.`;
    });
  if (seen.archived !== current.archived)
    told.push(current.archived === null ? "It was restored." : "It was archived.");
  return told.join(" ") || "Another setting has changed.";
}
