import { expect, it } from "vitest";
import { fromField, toField } from "@/time/wall-field";

it("converts to and from the zone's time, not the browser's", () => {
  const at = Date.UTC(2026, 10, 23, 12, 30);
  expect(toField(at, "Asia/Kathmandu")).toBe("2026-11-23T18:15");
  expect(fromField("2026-11-23T18:15", "Asia/Kathmandu")).toBe(at);
  expect(fromField("", "UTC")).toBeNull();
});
