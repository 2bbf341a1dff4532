// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LedgerBars } from "@/features/ledger/ledger-bars";
import { makeHour } from "../../make-ledger";
import { NOON } from "../../make";

const HOUR = 3_600_000;

vi.mock("@mantine/hooks", async (original) => ({
  ...(await original<object>()),
  useElementSize: () => ({ ref: () => {}, width: 1200, height: 300 }),
}));
beforeEach(() => vi.useFakeTimers({ now: NOON, toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

/** The visible text of an element, without titles. */
function seen(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const title of copy.querySelectorAll("title")) title.remove();
  return copy.textContent;
}

it("includes each bar's visible text in its accessible name, also if it does not balance", () => {
  const off = makeHour(NOON - HOUR, 9, {
    balanced: false,
    difference: { messages: 0, elements: -3 },
  });
  render(
    <LedgerBars
      hours={[makeHour(NOON - 2 * HOUR, 9), off]}
      books={[]}
      dropped={null}
      spanHours={24}
      zone="Europe/Vienna"
      selected={null}
      onSelect={() => {}}
    />,
  );
  expect(
    screen
      .getByRole("button", { name: /12:00: 9 offered.*off by 3$/ })
      .getAttribute("data-balanced"),
  ).toBe("false");
  expect(screen.getByText("3").tagName).toBe("text");
  expect(screen.getByText("12").tagName).toBe("text");
  const bars = screen.getAllByRole("button");
  expect(bars).toHaveLength(24);
  for (const bar of bars) expect(bar.getAttribute("aria-label")).toContain(seen(bar));
});
