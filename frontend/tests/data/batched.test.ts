import { expect, it, vi } from "vitest";
import { batched } from "@/data/batched";

const upper = (keys: string[]) =>
  Promise.resolve(new Map(keys.map((key) => [key, key.toUpperCase()])));

it("asks for what is wanted at once together, at most so many", async () => {
  const ask = vi.fn(upper);
  const one = batched(2, ask);
  expect(await Promise.all([one("a"), one("b"), one("c"), one("a")])).toEqual(["A", "B", "C", "A"]);
  expect(ask.mock.calls).toEqual([[["a", "b"]], [["c"]]]);
});

it("fails for each where the request does, and for one that is not in the answer", async () => {
  const failing = batched(2, () => Promise.reject(new Error("away")));
  await expect(failing("a")).rejects.toThrow("away");
  const forgetful = batched(2, () => upper(["a"]));
  const [a, b] = [forgetful("a"), forgetful("b")];
  expect(await a).toBe("A");
  await expect(b).rejects.toThrow("b");
});
