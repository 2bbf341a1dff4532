// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Failed } from "@/app/failed";
import { renderPage } from "../page";

it("offers ways on, and counts the error as one that nothing caught", async () => {
  const report = vi.fn();
  vi.stubGlobal("reportError", report);
  const [error, retry] = [new Error("broken"), vi.fn()];
  renderPage(<Failed error={error} retry={retry} />);
  expect(report.mock.calls).toEqual([[error]]);
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("This page cannot be shown");
  expect(screen.getByRole<HTMLAnchorElement>("link", { name: "Go to overview" }).pathname).toBe(
    "/",
  );
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(retry).toHaveBeenCalledOnce();
});
