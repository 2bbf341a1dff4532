import { expect, it } from "vitest";
import { inOrder, movedAfter } from "@/domain/site-order";

it("lists sensors by position, then by name, those without a position last", () => {
  const list = [
    { slug: "fridge", name: "Fridge", position: null },
    { slug: "attic", name: "Attic", position: null },
    { slug: "door", name: "Door", position: 2048 },
    { slug: "zone", name: "Zone", position: 1024 },
    { slug: "air", name: "Air", position: 1024 },
  ];
  expect(inOrder(list).map(({ name }) => name)).toEqual(["Air", "Zone", "Door", "Attic", "Fridge"]);
});

const LIST = ["a", "b", "c"].map((slug) => ({ slug }));

it("moves a sensor by one place, never beyond the ends", () => {
  expect(movedAfter(LIST, 1, -1)).toBeNull();
  expect(movedAfter(LIST, 2, -1)).toBe("a");
  expect(movedAfter(LIST, 0, 1)).toBe("b");
  expect(movedAfter(LIST, 1, 1)).toBe("c");
  expect(movedAfter(LIST, 0, -1)).toBeUndefined();
  expect(movedAfter(LIST, 2, 1)).toBeUndefined();
  expect(movedAfter(LIST, -1, 1)).toBeUndefined();
});
