// A site's sensors as text.
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
