import { describe, expect, it } from "vitest";
import {
  compareLink,
  compareQuery,
  parseCompare,
  toggled,
  withLine,
  withoutLine,
} from "@/domain/compare-view";

const parse = (text: string) => parseCompare(new URLSearchParams(text));
const EIGHT = Array.from({ length: 8 }, (_, i) => `sensor=a/s${i + 1}`).join("&");

describe("the compare view in the address", () => {
  it.each([
    "sensor=a/b",
    "sensor=a/b&sensor=a/c&before=range",
    "sensor=a/b&sensor=a/c&colours=13&hidden=3",
    EIGHT,
    "",
  ])("%s survives a round trip", (text) => {
    expect(compareQuery(parse(text))).toBe(text);
  });

  it("assigns colours in order and skips invalid ids, duplicates and sensors beyond the eighth", () => {
    const { lines } = parse(`sensor=x&sensor=a/s1&sensor=a/b/c&${EIGHT}&sensor=a/s9`);
    expect(lines.map(({ id, colour }) => `${id} ${colour}`)).toEqual(
      Array.from({ length: 8 }, (_, i) => `a/s${i + 1} ${i + 1}`),
    );
  });

  it.each(["colours=11", "colours=1", "colours=90", "colours=ab"])(
    "ignores %s for two sensors",
    (colours) => {
      expect(parse(`sensor=a/b&sensor=a/c&${colours}`).lines.map(({ colour }) => colour)).toEqual([
        1, 2,
      ]);
    },
  );

  it("ignores an unknown period", () => {
    expect(parse("sensor=a/b&before=decade").before).toBeNull();
  });
});

it("keeps other parameters when the view changes", () => {
  const here = "https://iso.example/compare?sensor=a/b&range=7d&before=day&unit=F&hidden=1";
  expect(compareLink(here, parse("sensor=a/c"))).toBe(
    "https://iso.example/compare?sensor=a/c&range=7d&unit=F",
  );
  expect(compareLink(here, parse(""))).toBe("https://iso.example/compare?range=7d&unit=F");
});

describe("a sensor's colour", () => {
  it("stays while others are added and removed, and is reused only after all eight", () => {
    let view = withoutLine(parse("sensor=a/b&sensor=a/c&sensor=a/d"), "a/c");
    expect(view.lines.map(({ colour }) => colour)).toEqual([1, 3]);
    view = withLine(view, "a/e");
    expect(view.lines.map(({ colour }) => colour)).toEqual([1, 3, 4]);
    expect(parse(compareQuery(view))).toEqual(view);
    expect(withLine(withoutLine(parse(EIGHT), "a/s2"), "a/new").lines.at(-1)).toEqual({
      id: "a/new",
      colour: 2,
      hidden: false,
    });
  });

  it("is not given to a ninth sensor, nor twice to the same sensor", () => {
    const full = parse(EIGHT);
    expect(withLine(full, "a/ninth")).toBe(full);
    const view = parse("sensor=a/b");
    expect(withLine(view, "a/b")).toBe(view);
  });

  it("is kept by a hidden line", () => {
    const view = toggled(parse("sensor=a/b&sensor=a/c"), "a/c");
    expect(compareQuery(view)).toBe("sensor=a/b&sensor=a/c&hidden=2");
    expect(toggled(view, "a/c").lines.every(({ hidden }) => !hidden)).toBe(true);
  });
});
