// Which marks get their words: only where these cover no other mark, no other words, and no edge.

type Side = "right" | "left" | null;

/** Half a mark's width, and the distance from a mark's middle to its words, in px. */
const MARK = 6;
const AWAY = 8;
const AIR = 6;

/**
 * For marks by x, the side their words stand on; null where neither side has room. Earlier marks
 * choose first, and the right side is tried first.
 */
export function placeLabels(
  marks: { x: number; words: number }[],
  left: number,
  right: number,
): Side[] {
  const taken: [number, number][] = marks.map(({ x }) => [x - MARK, x + MARK]);
  return marks.map(({ x, words }) => {
    for (const side of ["right", "left"] as const) {
      const span: [number, number] =
        side === "right" ? [x + AWAY, x + AWAY + words] : [x - AWAY - words, x - AWAY];
      const inside = span[0] >= left && span[1] <= right;
      if (
        inside &&
        taken.every(
          ([a, b]) =>
            span[1] + AIR <= a || span[0] - AIR >= b || (a === x - MARK && b === x + MARK),
        )
      ) {
        taken.push(span);
        return side;
      }
    }
    return null;
  });
}
