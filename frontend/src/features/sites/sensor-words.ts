// A site's sensors as text, and where one goes when it is moved.
import { count } from "@/domain/format";
import type { Sensor } from "@/domain/types";

/** "Logger 2, temperature", or that no device supplies it. */
export function suppliedWords({ device, channel }: Pick<Sensor, "device" | "channel">): string {
  if (!device) return "no device";
  return [device.label ?? device.name, channel].filter(Boolean).join(", ");
}

/** "3 sensors report and have no limits, so nothing judges them." */
export const unjudgedWords = (number: number): string =>
  number === 1
    ? "1 sensor reports and has no limits, so nothing judges it."
    : `${count(number)} sensors report and have no limits, so nothing judges them.`;

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
