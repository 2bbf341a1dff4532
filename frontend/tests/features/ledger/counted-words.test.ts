import { expect, it } from "vitest";
import { rejectSum } from "@/domain/reject-words";
import { countedWords } from "@/features/ledger/counted-words";
import { makeHour } from "../../make-ledger";
import { NOON } from "../../make";

const LEDGER = makeHour(NOON, 9, { rejected: 44, undecodable: 86 });
const SUM = "44 readings rejected and 86 messages that could not be read = 130 rejects";
const counts = (...of: number[]) =>
  of.map((count, n) => ({ reason: `r${n}`, title: `R${n}`, count, kept: 1 }));

it("adds up readings and messages", () => {
  expect(rejectSum(LEDGER)).toBe(SUM);
  expect(rejectSum(makeHour(NOON, 9, { rejected: 1 }))).toBe(
    "1 reading rejected and 0 messages that could not be read = 1 reject",
  );
  expect(rejectSum(makeHour(NOON, 9, { undecodable: 1 }))).toBe(
    "0 readings rejected and 1 message that could not be read = 1 reject",
  );
  expect(rejectSum(makeHour(NOON, 9))).toBe("nothing rejected");
});

it("says what of the ledger's sum is listed", () => {
  expect(countedWords(counts(100, 30), LEDGER, null, true)).toBe(SUM);
  expect(countedWords(counts(100), LEDGER, null, true)).toBe(
    `${SUM}; 30 of them are past retention and no longer listed`,
  );
  expect(countedWords(counts(20), LEDGER, null, false)).toBe(
    `All devices: ${SUM}; 20 of them from devices of your sites`,
  );
  expect(countedWords(counts(20, 1), LEDGER, "probe", true)).toBe("21 rejects of probe");
  expect(countedWords(counts(1), null, null, true)).toBe("1 reject");
  expect(countedWords([], makeHour(NOON, 9), null, true)).toBe("nothing rejected");
});
