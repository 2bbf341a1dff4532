import { expect, it } from "vitest";
import { differenceWords } from "@/features/ledger/differences";
import { NOON } from "../../make";

it("shows both counts of a difference", () => {
  const base = { hour: NOON, day: null };
  expect(differenceWords({ ...base, kind: "rows", expected: 12, found: 11 })).toBe(
    "12 readings stored according to the ledger, 11 found: 1 missing",
  );
  expect(differenceWords({ ...base, kind: "messages", expected: 5, found: 7 })).toBe(
    "5 messages received, 7 decoded or undecodable: 2 too many",
  );
});
