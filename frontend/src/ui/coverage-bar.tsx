// A coverage bar. Anything below 100 % leaves a visible sliver.
const WIDTH = 40;

export function CoverageBar({ part }: { part: number }) {
  const covered = part >= 1 ? WIDTH : part > 0 ? Math.min(WIDTH - 1.5, WIDTH * part) : 0;
  return (
    <svg
      width={WIDTH}
      height="5"
      viewBox={`0 0 ${WIDTH} 5`}
      aria-hidden="true"
      style={{ borderRadius: 2, flex: "none" }}
    >
      <rect width={WIDTH} height="5" fill="var(--iso-line-strong)" />
      <rect width={covered} height="5" fill="var(--iso-spark)" />
    </svg>
  );
}
