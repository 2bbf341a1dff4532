import { expect, it } from "vitest";
import { covers, includes, scopeQuery, union, withoutClocks } from "@/domain/live-scope";
import { makeSensor } from "../make";

const A = { sensors: ["a/x"], sites: [] };
const SITE = { sensors: [], sites: ["a"] };

it("joins what several pages want, unless one of them wants everything", () => {
  expect(union([A, { sensors: ["b/y", "a/x"], sites: ["c"] }])).toEqual({
    sensors: ["a/x", "b/y"],
    sites: ["c"],
  });
  expect(union([A, null])).toBeNull();
  expect(union([])).toBeNull();
  expect(union([{ sensors: [], sites: [] }])).toBeNull();
  const many = Array.from({ length: 21 }, (_, n) => `a/${n}`);
  expect(union([{ sensors: many, sites: [] }])).toBeNull();
});

it("knows what is part of what", () => {
  expect(includes(SITE, "a/x")).toBe(true);
  expect(includes(SITE, "ab/x")).toBe(false);
  expect(covers(SITE, A)).toBe(true);
  expect(covers(A, SITE)).toBe(false);
  expect(covers(null, A)).toBe(true);
  expect(covers(A, null)).toBe(false);
});

it("asks for the states of all others too", () => {
  expect(scopeQuery(null)).toBe("");
  expect(scopeQuery({ sensors: ["a/x"], sites: ["b"] })).toBe("?sensor=a%2Fx&site=b&states=true");
});

it("leaves the silence of sensors that do not come to the server", () => {
  const [mine, other] = [makeSensor({ id: "a/x" }), makeSensor({ id: "b/y" })];
  const list = withoutClocks([mine, other], A);
  expect(list[0]).toBe(mine);
  expect(list[1]?.silent_at).toBeNull();
  expect(withoutClocks(list, A)).toBe(list);
  expect(withoutClocks([mine, other], null)).toEqual([mine, other]);
});
