import { expect, it } from "vitest";
import { suppliedWords } from "@/features/sites/sensor-words";

it("names the device and channel that supply a sensor", () => {
  const device = { name: "probe-1", label: null };
  expect(suppliedWords({ device, channel: "t" })).toBe("probe-1, t");
  expect(suppliedWords({ device: { ...device, label: "Logger" }, channel: "t" })).toBe("Logger, t");
  expect(suppliedWords({ device: null, channel: null })).toBe("no device");
});
