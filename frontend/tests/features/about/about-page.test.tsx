// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Release } from "@/domain/releases";
import { VERSION } from "@/domain/version";
import { AboutPage } from "@/features/about/about-page";
import { ME, renderPage } from "../../page";

const RELEASES: Release[] = [
  {
    version: VERSION,
    date: null,
    sections: [{ name: "Added", lines: [[{ strong: "Graphs." }, " See ", { code: "make up" }]] }],
  },
  { version: "0.0.1", date: "2026-11-03", sections: [{ name: "Fixed", lines: [["Clocks"]] }] },
];
const SEEN = `isotherm.version.${ME.subject}`;

beforeEach(() => window.localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

const problem = (status: number, title: string) =>
  Response.json({ title, detail: `${title}, it says.` }, { status });

function show(answers: Response[], admin = false): void {
  vi.stubGlobal("fetch", (request: Request) => {
    expect(new URL(request.url).pathname).toBe("/api/v1/version");
    const answer = answers.length > 1 ? answers.shift() : answers[0]?.clone();
    return Promise.resolve(answer);
  });
  renderPage(<AboutPage releases={RELEASES} />, { me: { ...ME, admin } });
}

const fact = (name: string) =>
  within(screen.getByTestId("versions")).getByText(name).nextElementSibling?.textContent;
const isSaid = (name: string, value: string) =>
  vi.waitFor(() => expect(fact(name)).toBe(value), { timeout: 5000 });

it("says the version of the pages and of the API, and whether it is released", async () => {
  show([Response.json({ version: VERSION })]);
  expect(fact("Pages")).toBe(VERSION);
  expect(fact("API")).toBe("…");
  await isSaid("API", VERSION);
  expect(fact("Released")).toBe("not yet");
  expect(screen.queryByTestId("versions-differ")).toBeNull();
  expect(screen.queryByRole("link", { name: "Status" })).toBeNull();
});

it.each([
  ["9.9.9", Response.json({ version: "9.9.9" })],
  ["earlier than 0.2.0", problem(404, "Not found")],
])("says plainly that the API is of another version: %s", async (version, answer) => {
  show([answer]);
  await isSaid("API", version);
  const words = within(screen.getByRole("status"));
  expect(words.getByRole("heading").textContent).toBe("Pages and API are of different versions");
  expect(words.getByText(/An upgrade is under way/).textContent).toContain(
    `The pages are ${VERSION}, the API that answered is ${version}.`,
  );
  expect(words.getByRole("button", { name: "Load the page again" })).toBeDefined();
});

it("says why the version of the API is unknown, and asks again", async () => {
  show([problem(403, "Not allowed"), Response.json({ version: VERSION })]);
  await isSaid("API", "unknown");
  expect(screen.getByText(/Not allowed, it says\./)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await isSaid("API", VERSION);
  expect(screen.queryByText(/Not allowed/)).toBeNull();
});

it("shows what each version changed, the newest first", () => {
  show([Response.json({ version: VERSION })]);
  const [newest, first] = screen.getAllByRole("article");
  expect(newest?.textContent).toContain(`${VERSION}this version, not yet released`);
  expect(newest?.querySelector("b + code, li b")?.textContent).toBe("Graphs.");
  expect(newest?.querySelector("code")?.textContent).toBe("make up");
  expect(within(newest as HTMLElement).getByRole("listitem").textContent).toBe(
    "Graphs. See make up",
  );
  expect(first?.textContent).toContain("0.0.13 Nov 2026");
  expect(first?.querySelector("time")?.dateTime).toBe("2026-11-03");
});

it("leads administrators to the version of every part", () => {
  show([Response.json({ version: VERSION })], true);
  expect(screen.getByRole("link", { name: "Status" }).getAttribute("href")).toBe("/status");
});

it("notes that what is new was seen", () => {
  window.localStorage.setItem(SEEN, "0.0.1");
  show([Response.json({ version: VERSION })]);
  expect(window.localStorage.getItem(SEEN)).toBe(VERSION);
});
