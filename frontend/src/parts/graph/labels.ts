// Label placement: a mark gets its label only where this overlaps no mark, no other label and no edge.

type Side = "right" | "left" | null;

/** Half a mark's width, and the distance from a mark's centre to its label, in pixels. */
const MARK = 6;
const AWAY = 8;
const SPACING = 6;

/**
 * For marks sorted by x, return the side of each label; null if neither side has room. Earlier marks
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
            span[1] + SPACING <= a || span[0] - SPACING >= b || (a === x - MARK && b === x + MARK),
        )
      ) {
        taken.push(span);
        return side;
      }
    }
    return null;
  });
}
