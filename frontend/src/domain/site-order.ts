// The order in which a site lists its sensors.
import type { Sensor } from "./types";

/** Behind every position that the server gives. */
const LAST = 2 ** 31;

/** By position, then by name; sensors without a position come last. */
export const inOrder = <T extends Pick<Sensor, "position" | "name" | "slug">>(
  sensors: readonly T[],
): T[] =>
  [...sensors].sort(
    (a, b) =>
      (a.position ?? LAST) - (b.position ?? LAST) ||
      a.name.localeCompare(b.name) ||
      a.slug.localeCompare(b.slug),
  );

/**
 * The slug of the sensor behind which the one at `at` comes when it moves by `step`: null for the top of
 * the list, undefined if it cannot move so.
 */
export function movedAfter(
  sensors: readonly Pick<Sensor, "slug">[],
  at: number,
  step: -1 | 1,
): string | null | undefined {
  const to = at + step;
  if (at < 0 || to < 0 || to >= sensors.length) return undefined;
  return sensors[step === 1 ? to : to - 1]?.slug ?? null;
}
