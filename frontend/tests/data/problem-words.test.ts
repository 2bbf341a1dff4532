import { expect, it } from "vitest";
import { problemOf } from "@/data/api/http";
import { concernsOnly, fieldWords, problemWords } from "@/data/problem-words";

const refused = (errors: object[]) =>
  problemOf(
    Response.json({ type: "urn:x:invalid", title: "Invalid field", errors }, { status: 422 }),
  );

it("says beside a field what the server found wrong with it", async () => {
  const error = await refused([
    { field: "slug", message: "is used by another site" },
    { field: "name", message: "string should have at least 1 character" },
    { field: "time_zone", message: "Not a zone." },
  ]);
  expect(fieldWords(error, "slug")).toBe("This is used by another site.");
  expect(fieldWords(error, "name")).toBe("String should have at least 1 character.");
  expect(fieldWords(error, "time_zone")).toBe("Not a zone.");
  expect(fieldWords(error, "place")).toBeNull();
  expect(fieldWords(new TypeError("x"), "slug")).toBeNull();
});

it("knows whether anything is left to say outside the fields", async () => {
  const error = await refused([{ field: "slug", message: "is taken" }]);
  expect(concernsOnly(error, ["slug", "name"])).toBe(true);
  expect(concernsOnly(error, ["name"])).toBe(false);
  expect(concernsOnly(await refused([]), ["name"])).toBe(false);
  expect(problemWords(error)).toBe("Invalid field.");
});
