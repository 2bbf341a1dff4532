// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { ExportForm } from "@/parts/share/export-form";
import type { SharedView } from "@/parts/share/view";
import { renderPage } from "../../page";

const SENSOR = { name: "Fridge", site_name: "Harbour", place: null, slug: "harbour" };
const VIEW: SharedView = {
  range: { from: 0, to: 86_400_000 },
  from: 0,
  to: 86_400_000,
  zone: "Europe/Vienna",
  unit: "C",
  sensors: [{ ...SENSOR, id: "harbour/fridge", time_zone: "Europe/Vienna" }],
  words: () => ({ title: "", subtitle: "", foot: "" }) as never,
  canvas: () => null,
  paper: null,
};

function show(language: string) {
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  vi.spyOn(navigator, "language", "get").mockReturnValue(language);
  return renderPage(<ExportForm view={VIEW} onDone={() => undefined} />);
}
const form = () =>
  new URL(screen.getByTestId<HTMLAnchorElement>("export-link").href).searchParams.get("form");

afterEach(() => {
  window.localStorage.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("offers the form of the browser's country first", () => {
  show("de-AT");
  expect(form()).toBe("comma");
});

it("remembers the form that was chosen", async () => {
  const { unmount } = show("en-US");
  expect(form()).toBeNull();
  await userEvent.setup().click(screen.getByRole("button", { name: "Comma, 4,1" }));
  expect(form()).toBe("comma");
  unmount();
  show("en-US");
  expect(form()).toBe("comma");
});
