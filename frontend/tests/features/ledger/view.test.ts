import { expect, it } from "vitest";
import { viewOf, viewQuery } from "@/features/ledger/view";

it("is in the address", () => {
  const query = "range=7d&hour=1764000000000&device=linden-spare";
  expect(viewQuery(viewOf(new URLSearchParams(query)))).toBe(query);
});

it.each(["0", "-3600000", "1.5", "x", "9007199254740991"])("has no hour %s", (hour) => {
  expect(viewOf(new URLSearchParams({ hour })).hour).toBeNull();
});
