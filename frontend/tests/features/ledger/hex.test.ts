import { expect, it } from "vitest";
import { hexLines } from "@/features/ledger/hex";

it("dumps eight bytes per line with their ASCII characters", () => {
  expect(hexLines("2d3132372e30300a41")).toEqual([
    "0000  2d 31 32 37 2e 30 30 0a  -127.00·",
    "0008  41                       A",
  ]);
  expect(hexLines("")).toEqual([]);
});
