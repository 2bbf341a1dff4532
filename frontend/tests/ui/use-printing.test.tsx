// @vitest-environment jsdom
import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { usePrinting } from "@/ui/use-printing";

function Page() {
  return <p>{usePrinting() ? "paper" : "screen"}</p>;
}

it("renders for paper before the browser goes on to lay it out", () => {
  render(<Page />);
  expect(screen.getByText("screen")).toBeTruthy();
  // without act(): what the event changes has to be there once its listeners have returned
  window.dispatchEvent(new Event("beforeprint"));
  expect(screen.getByText("paper")).toBeTruthy();
  act(() => void window.dispatchEvent(new Event("afterprint")));
  expect(screen.getByText("screen")).toBeTruthy();
});
