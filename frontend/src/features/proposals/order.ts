// The order of the list of proposals, as the address holds it.
import { mayBeTemperature } from "@/domain/evidence";
import type { Proposal } from "@/domain/types";
import { keyOf } from "@/parts/install/words";

export const ORDERS = [
  { key: "newest", label: "Newest first" },
  { key: "oldest", label: "Oldest first" },
  { key: "heard", label: "Last heard first" },
  { key: "device", label: "Device, A to Z" },
] as const;
export type Order = (typeof ORDERS)[number]["key"];

/** The order that an address asks for. */
export const orderOf = (word: string | null): Order =>
  ORDERS.find(({ key }) => key === word)?.key ?? "newest";

/** The items, which come newest first, in another order; those that are probably not temperatures last. */
export function inOrder(items: Proposal[], order: Order): Proposal[] {
  const likely = items.filter(mayBeTemperature);
  const others = items.filter((item) => !mayBeTemperature(item));
  return [...sorted(likely, order), ...sorted(others, order)];
}

function sorted(items: Proposal[], order: Order): Proposal[] {
  const heard = ({ last }: Proposal) => last?.measured ?? Number.NEGATIVE_INFINITY;
  switch (order) {
    case "newest":
      return items;
    case "oldest":
      return [...items].reverse();
    case "heard":
      return [...items].sort((a, b) => heard(b) - heard(a));
    case "device":
      return [...items].sort((a, b) => keyOf(a).localeCompare(keyOf(b), "en", { numeric: true }));
  }
}
