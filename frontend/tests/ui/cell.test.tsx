// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.resetModules());

async function show(phone: boolean) {
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      matches: phone && query === "(max-width: 640px)",
      media: query,
      onchange: null,
    }) as unknown as MediaQueryList;
  const { Cell } = await import("@/ui/cell");
  render(
    <table>
      <tbody>
        <tr>
          <Cell label="Low">2.0 °C</Cell>
        </tr>
      </tbody>
    </table>,
  );
  return screen.getByRole("cell").textContent;
}

it("says its label before the value on a phone", async () => {
  expect(await show(true)).toBe("Low 2.0 °C");
});

it("leaves the label to the head of the table elsewhere", async () => {
  expect(await show(false)).toBe("2.0 °C");
});
