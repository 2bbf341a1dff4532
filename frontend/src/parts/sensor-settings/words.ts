// Changes of a sensor's name and place, and concurrent edits of them as text.
import type { SensorChange, SensorDetail } from "@/domain/types";

/** The fields of text that the form sets; each but the name may be empty. */
export const FIELDS = ["name", "place"] as const;

type Field = (typeof FIELDS)[number];

export type Typed = Partial<Record<Field, string>>;

/** The changed fields; an emptied one becomes null. */
export function changesOf(
  seen: Pick<SensorDetail, Field>,
  typed: Record<Field, string>,
): Pick<SensorChange, Field> {
  const said = FIELDS.map((field) => [field, typed[field].trim() || null] as const);
  return Object.fromEntries(said.filter(([field, value]) => value !== seen[field]));
}

/** "Its name is now Fridge 2; you were setting Fridge two." */
export function racedWords(
  changes: Pick<SensorChange, Field>,
  seen: SensorDetail,
  current: SensorDetail,
): string {
  const shown = (value: string | null | undefined) => value ?? "none";
  const told = FIELDS.filter((key) => seen[key] !== current[key]).map((key) => {
    const mine = key in changes ? `; you were setting ${shown(changes[key])}` : "";
    return `Its ${key} is now ${shown(current[key])}${mine}.`;
  });
  if (seen.archived !== current.archived)
    told.push(current.archived === null ? "It was restored." : "It was archived.");
  return told.join(" ") || "Another setting has changed.";
}
