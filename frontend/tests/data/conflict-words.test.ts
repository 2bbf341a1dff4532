import { expect, it } from "vitest";
import { ApiProblem } from "@/data/api/http";
import { refusedWords } from "@/data/conflict-words";
import { NOON } from "../make";

const conflict = (installations: ApiProblem["inTheWay"]) =>
  new ApiProblem(409, "conflict", "Conflict", "The server's reason", null, installations);

it("describes the conflicting installations in the site's time", () => {
  const existing = {
    sensor: "linden/fridge",
    device: "probe-1",
    channel: "t",
    from: NOON,
    to: null,
  };
  expect(refusedWords(conflict([existing]), "Europe/Vienna")).toBe(
    "probe-1/t supplies linden/fridge since Mon 23 Nov 2026, 13:00:00 UTC+01:00.",
  );
  expect(refusedWords(conflict([{ ...existing, from: null, to: NOON, sensor: null }]), "UTC")).toBe(
    "probe-1/t supplied a sensor at a site you have no access to until Mon 23 Nov 2026, 12:00:00 UTC+00:00.",
  );
});

it("repeats the server's reason if there are no conflicts", () => {
  expect(refusedWords(conflict([]), "UTC")).toBe("The server's reason.");
  expect(refusedWords(new Error("?"), "UTC")).toBe("The server cannot be reached.");
});
