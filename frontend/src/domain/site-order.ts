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
