import { expect, it } from "vitest";
import { ApiProblem } from "@/data/api/http";
import { refusedWords } from "@/data/in-the-way";
import { NOON } from "../make";

const conflict = (there: ApiProblem["inTheWay"]) =>
  new ApiProblem(409, "conflict", "Conflict", "In UTC it is so", null, there);

it("says by the site's clock what is in the way", () => {
  const there = { sensor: "linden/fridge", device: "probe-1", channel: "t", from: NOON, to: null };
  expect(refusedWords(conflict([there]), "Europe/Vienna")).toBe(
    "probe-1/t supplies linden/fridge since Mon 23 Nov 2026, 13:00:00 UTC+01:00.",
  );
  expect(refusedWords(conflict([{ ...there, from: null, to: NOON, sensor: null }]), "UTC")).toBe(
    "probe-1/t supplied a sensor at a site you have no access to until Mon 23 Nov 2026, 12:00:00 UTC+00:00.",
  );
});

it("else repeats the server", () => {
  expect(refusedWords(conflict([]), "UTC")).toBe("In UTC it is so.");
  expect(refusedWords(new Error("?"), "UTC")).toBe("The server cannot be reached.");
});
