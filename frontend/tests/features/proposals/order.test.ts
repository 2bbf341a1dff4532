import { expect, it } from "vitest";
import { inOrder, orderOf } from "@/features/proposals/order";
import { makeProposal } from "../../make-proposal";
import { HUMIDITY, OF_ITSELF } from "../../names";

const heard = (measured: number) => ({ measured, received: measured, value: 4, quality: 0 });
const items = [
  makeProposal({ device: "b-10", last: heard(5) }),
  makeProposal({ device: "b-9", last: null }),
  makeProposal({ device: "a", last: heard(9) }),
];
const devices = (word: string | null) => inOrder(items, orderOf(word)).map(({ device }) => device);

it("is newest first, or as the address says", () => {
  expect(devices(null)).toEqual(["b-10", "b-9", "a"]);
  expect(devices("nonsense")).toEqual(["b-10", "b-9", "a"]);
  expect(devices("oldest")).toEqual(["a", "b-9", "b-10"]);
  expect(devices("heard")).toEqual(["a", "b-10", "b-9"]);
  expect(devices("device")).toEqual(["a", "b-9", "b-10"]);
});

it("keeps what is probably no temperature last in every order", () => {
  const mixed = [
    makeProposal({ device: "a", channel: "humidity", name_says: HUMIDITY, last: heard(9) }),
    makeProposal({ device: "b", channel: "cpu_temp", name_says: OF_ITSELF, last: heard(1) }),
    makeProposal({ device: "c", last: heard(2) }),
  ];
  for (const word of [null, "oldest", "heard", "device"])
    expect(inOrder(mixed, orderOf(word)).at(-1)?.device).toBe("a");
});
