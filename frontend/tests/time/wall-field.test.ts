import { expect, it } from "vitest";
import { fromField, toExactField, toField } from "@/time/wall-field";

it("converts to and from the zone's time, not the browser's", () => {
  const at = Date.UTC(2026, 10, 23, 12, 30);
  expect(toField(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15");
  expect(fromField("2026-11-23T18:15", "Asia/Kathmandu")).toBe(at);
  expect(fromField("", "UTC")).toBeNull();
});

it("keeps seconds, and milliseconds where there are any", () => {
  const at = Date.UTC(2026, 10, 23, 12, 30, 7);
  expect(toExactField(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15:07");
  expect(toExactField(at + 40, "UTC")).toBe("2026-11-23T12:30:07.040");
  for (const time of [at, at + 40]) expect(fromField(toExactField(time, "UTC"), "UTC")).toBe(time);
});
