// What the names of channels say, as the API answers it.
import type { NameEvidence } from "@/domain/types";

export const HUMIDITY: NameEvidence = {
  temperature: false,
  what: "humidity",
  why: "Probably not a temperature: its name is humidity.",
};
export const OF_ITSELF: NameEvidence = {
  temperature: true,
  what: "the temperature of the device itself",
  why: "Probably the temperature of the device itself, not of its surroundings: its name is cpu_temp.",
};
