import { expect, it } from "vitest";
import { around, focusParams, parseFocus, rangeBack } from "@/domain/focus";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPAN = { from: 100 * HOUR, to: 100 * HOUR + 10 * MINUTE };
const NOW = 200 * HOUR;
const search = (params: Record<string, string>) => new URLSearchParams(params);

it("reads from the address what it wrote", () => {
  const params = search(focusParams(SPAN, { follow: "7d" }));
  expect(parseFocus(params)).toEqual(SPAN);
  expect(rangeBack(params, SPAN, NOW)).toEqual({ follow: "7d" });
  const fixed = { from: 50 * HOUR, to: 150 * HOUR };
  expect(rangeBack(search(focusParams(SPAN, fixed)), SPAN, NOW)).toEqual(fixed);
});

it("ignores what is no span", () => {
  for (const excursion of ["", "1", "2-1", "a-b", "1-2-3", "-1-5", "5-999999999999999"])
    expect(parseFocus(search({ excursion }))).toBeNull();
});

it("goes back to the day around the span if the address names no range", () => {
  const day = { from: SPAN.from - 12 * HOUR, to: SPAN.to + 12 * HOUR };
  for (const back of ["", "yesterday", "5-1", "x-y"])
    expect(rangeBack(search({ back }), SPAN, NOW)).toEqual(day);
});

it("shows a span with air, but no time to come", () => {
  expect(around(SPAN, NOW)).toEqual({ from: SPAN.from - 5 * MINUTE, to: SPAN.to + 5 * MINUTE });
  const long = { from: 100 * HOUR, to: 104 * HOUR };
  expect(around(long, NOW)).toEqual({ from: 98 * HOUR, to: 106 * HOUR });
  expect(around(long, 105 * HOUR)).toEqual({ from: 97 * HOUR, to: 105 * HOUR });
});
