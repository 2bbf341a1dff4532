import { expect, it } from "vitest";
import {
  changesOf,
  draftOf,
  frozenWords,
  racedWords,
  suppliesWords,
} from "@/features/devices/words";
import { NOON } from "../../make";
import { makeDevice } from "../../make-device";

const DEVICE = makeDevice({ label: "Logger 2", site: "clinic" });

it("sends only changed fields, and null for emptied ones", () => {
  expect(changesOf(DEVICE, draftOf(DEVICE))).toEqual({});
  expect(
    changesOf(DEVICE, { ...draftOf(DEVICE), label: " ", time_zone: "Asia/Kathmandu" }),
  ).toEqual({
    label: null,
    time_zone: "Asia/Kathmandu",
  });
});

it("describes a concurrent edit beside the user's own", () => {
  const current = { ...DEVICE, time_zone: "Europe/Lisbon", model: "L2" };
  expect(racedWords({ time_zone: "Asia/Kathmandu" }, DEVICE, current)).toBe(
    "Time zone is now Europe/Lisbon; you were setting Asia/Kathmandu. Model is now L2.",
  );
});

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ");

it("shows every digit of a value that does not move", () => {
  const words = (value: number, unit: "C" | "F" = "C") =>
    plain(frozenWords({ frozen: { value, since: NOON - 86_400_000 } }, unit, NOON, "UTC"));
  expect(words(4.2)).toBe("has sent exactly 4.2 °C since Sun 12:00: the probe may hang");
  expect(words(-18.0625)).toContain("\u221218.0625 °C");
  expect(words(0.3, "F")).toContain("32.54 °F");
  expect(frozenWords({ frozen: null }, "C", NOON, "UTC")).toBeNull();
});

it("names the sensors that a device supplies", () => {
  const fridge = { sensor: "a/fridge", name: "Fridge", site_name: "A", channel: "t" };
  expect(suppliesWords({ serves: 0, sensors: [] })).toBeNull();
  expect(suppliesWords({ serves: 1, sensors: [fridge] })).toBe("Fridge");
  expect(suppliesWords({ serves: 3, sensors: [fridge] })).toBe("Fridge and 2 more");
  expect(suppliesWords({ serves: 1, sensors: [] })).toBe("a sensor that you may not see");
});
