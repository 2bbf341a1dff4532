// The pattern that fills the time without data in an SVG.
export function Hatch({ id, width = 1 }: { id: string; width?: number }) {
  return (
    <pattern
      id={id}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <line x1="0" y1="0" x2="0" y2="5" stroke="var(--iso-hatch)" strokeWidth={width} />
    </pattern>
  );
}
