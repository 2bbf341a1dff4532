// The vertical axis: a range that contains all values, with ends and ticks at round values.

/** The smallest round step (1, 2 or 5 times a power of ten) that makes at most `most` steps; 1 without a span. */
export function roundStep(span: number, most: number): number {
  const rough = span / Math.max(1, most);
  if (!(rough > 0 && rough < Infinity)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999_999) ?? 10) * power;
}

export interface ValueScale {
  min: number;
  max: number;
  ticks: number[];
  digits: number;
}

/** A scale with 10 % padding above and below the values, at least `least` (or 1) tall, ending on ticks. */
export function valueScale(values: number[], height: number, most = 7): ValueScale {
  const least = height > 0 ? height : 1;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, least];
  const padding = (high - low) * 0.1;
  const missing = Math.max(0, least - (high - low + 2 * padding)) / 2;
  low -= padding + missing;
  high += padding + missing;
  const step = roundStep(high - low, most);
  const min = Math.floor(low / step + 1e-9) * step;
  const steps = Math.ceil(high / step - 1e-9) - Math.floor(low / step + 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, i) =>
    Number((min + i * step).toFixed(digits)),
  );
  return { min: ticks[0] ?? min, max: ticks.at(-1) ?? high, ticks, digits };
}
