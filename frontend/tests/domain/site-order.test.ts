import { expect, it } from "vitest";
import { inOrder } from "@/domain/site-order";

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
