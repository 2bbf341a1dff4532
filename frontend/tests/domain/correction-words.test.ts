import { expect, it } from "vitest";
import { correctedSpans } from "@/domain/correction";
import { doneWords, lengthWords, shiftWords, spanDoneWords } from "@/domain/correction-words";
import { makeCorrection } from "../make-correction";

const HOUR = 3_600_000;
const plain = (text: string) => text.replaceAll("\u00a0", " ");

it("tells a length in whole", () => {
  expect(plain(lengthWords(-(26.5 * HOUR + 90_000)))).toBe("1 d 2 h 31 min 30 s");
  expect(plain(lengthWords(0))).toBe("0 min");
});

it("tells by which way readings moved", () => {
  expect(plain(shiftWords(-HOUR))).toBe("1 h earlier");
  expect(plain(shiftWords(90 * 60_000))).toBe("1 h 30 min later");
});

it("tells what was done to readings", () => {
  expect(doneWords(makeCorrection())).toBe("set aside");
  expect(doneWords(makeCorrection({ kind: "unit", read_as: "C", sent_as: "F" }))).toBe(
    "read as °F, not °C",
  );
  expect(plain(doneWords(makeCorrection({ kind: "time", shift_ms: HOUR })))).toBe(
    "moved 1 h later",
  );
});

it("tells who did it, and where readings came from", () => {
  const [here, there] = correctedSpans([
    makeCorrection({ kind: "time", shift_ms: -HOUR, by_name: null }),
  ]);
  expect(here && plain(spanDoneWords(here))).toBe("Moved 1 h earlier by mira");
  expect(there && plain(spanDoneWords(there))).toBe("Readings from here moved 1 h earlier by mira");
});
