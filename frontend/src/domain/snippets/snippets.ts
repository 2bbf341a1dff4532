// The programs that the wizard offers for a device, in the order of its tabs.
import { arduino } from "./arduino";
import { esphome } from "./esphome";
import { micropython } from "./micropython";
import { mosquitto } from "./mosquitto";
import { python } from "./python";
import type { Target } from "./target";
import { tasmota } from "./tasmota";

export const SNIPPETS = [
  { key: "mosquitto", name: "mosquitto_pub", write: mosquitto },
  { key: "esphome", name: "ESPHome", write: esphome },
  { key: "tasmota", name: "Tasmota", write: tasmota },
  { key: "arduino", name: "Arduino", write: arduino },
  { key: "micropython", name: "MicroPython", write: micropython },
  { key: "python", name: "Python", write: python },
] as const satisfies { key: string; name: string; write: (target: Target) => string }[];

export type SnippetKey = (typeof SNIPPETS)[number]["key"];
