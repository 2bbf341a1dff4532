import { expect, it } from "vitest";
import { EVERYTHING, filterOf, filterQuery, pressed } from "@/features/devices/list-filter";

const round = (query: string) => filterQuery(filterOf(new URLSearchParams(query)));

it("is kept in the address, and only where it differs from everything", () => {
  expect(filterQuery(EVERYTHING)).toBe("");
  for (const query of ["site=clinic&show=problem&q=fridge+1", "sort=heard&order=asc", "order=desc"])
    expect(round(query)).toBe(query);
});

it("ignores what the address cannot mean", () => {
  expect(round("show=everything&sort=colour&site=")).toBe("");
});

it("sorts by name from A, by time from the newest and by problem from the worst first", () => {
  const heard = pressed(EVERYTHING, "heard");
  expect(heard).toMatchObject({ sort: "heard", descending: true });
  expect(pressed(heard, "heard").descending).toBe(false);
  expect(pressed(heard, "problem").descending).toBe(false);
  expect(pressed(heard, "name").descending).toBe(false);
  expect(pressed(EVERYTHING, "name").descending).toBe(true);
});
