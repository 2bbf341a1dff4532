import { expect, it } from "vitest";
import { movedAfter, suppliedWords } from "@/features/sites/sensor-words";

const LIST = ["a", "b", "c"].map((slug) => ({ slug }));

it("moves a sensor by one place, never beyond the ends", () => {
  expect(movedAfter(LIST, 1, -1)).toBeNull();
  expect(movedAfter(LIST, 2, -1)).toBe("a");
  expect(movedAfter(LIST, 0, 1)).toBe("b");
  expect(movedAfter(LIST, 1, 1)).toBe("c");
  expect(movedAfter(LIST, 0, -1)).toBeUndefined();
  expect(movedAfter(LIST, 2, 1)).toBeUndefined();
  expect(movedAfter(LIST, -1, 1)).toBeUndefined();
});

it("names the device and channel that supply a sensor", () => {
  const device = { name: "probe-1", label: null };
  expect(suppliedWords({ device, channel: "t" })).toBe("probe-1, t");
  expect(suppliedWords({ device: { ...device, label: "Logger" }, channel: "t" })).toBe("Logger, t");
  expect(suppliedWords({ device: null, channel: null })).toBe("no device");
});
