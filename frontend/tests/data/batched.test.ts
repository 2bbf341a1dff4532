import { expect, it, vi } from "vitest";
import { batched } from "@/data/batched";

const upper = (keys: string[]) =>
  Promise.resolve(new Map(keys.map((key) => [key, key.toUpperCase()])));

it("combines concurrent calls into requests of at most `most` keys", async () => {
  const fetchAll = vi.fn(upper);
  const get = batched(2, fetchAll);
  expect(await Promise.all([get("a"), get("b"), get("c"), get("a")])).toEqual(["A", "B", "C", "A"]);
  expect(fetchAll.mock.calls).toEqual([[["a", "b"]], [["c"]]]);
});

it("rejects every call of a failed request, and a call whose key is missing in the response", async () => {
  const failing = batched(2, () => Promise.reject(new Error("away")));
  await expect(failing("a")).rejects.toThrow("away");
  const forgetful = batched(2, () => upper(["a"]));
  const [a, b] = [forgetful("a"), forgetful("b")];
  expect(await a).toBe("A");
  await expect(b).rejects.toThrow("b");
});
