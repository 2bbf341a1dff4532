// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Corrections } from "@/features/sensor/corrections";
import type { Correction, Me } from "@/domain/types";
import { makeSensor, NOON } from "../../make";
import { makeCorrection } from "../../make-correction";
import { ME, renderPage } from "../../page";

const OPERATOR: Me = { ...ME, sites: [{ slug: "linden-pharmacy", role: "operator" }] };

const figures = { counting: 50, min: 4, max: 4.6, mean: 4.2, excursions: 0, seconds: 0 };
const EFFECT = {
  readings: 10,
  counting: 0,
  before: figures,
  after: { ...figures, counting: 60, max: 9.2, excursions: 1, seconds: 600 },
};

let kept: Correction[];
let sent: { path: string; body: unknown }[];
let refused: Response | null;

beforeEach(() => {
  kept = [
    makeCorrection(),
    makeCorrection({
      id: 5,
      kind: "unit",
      read_as: "C",
      sent_as: "F",
      reason: "Probe set to °F",
      undone_by: "ada",
      undone_by_name: "Ada Moreau",
      undone_at: NOON + 120_000,
      undo_reason: "It was °C after all",
    }),
  ];
  sent = [];
  refused = null;
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    if (request.method === "POST") {
      sent.push({ path: url.pathname, body: await request.json() });
      if (refused) return refused;
      kept = kept.map((of) => (of.id === 7 ? { ...of, undone_by: "mira", undone_at: NOON } : of));
      return Response.json(kept[0]);
    }
    if (url.pathname.endsWith("/undo")) return Response.json(EFFECT);
    const undone = url.searchParams.get("undone") === "true";
    return Response.json({ items: kept.filter((of) => undone || !of.undone_at), next: null });
  });
});

afterEach(() => vi.unstubAllGlobals());

function show(me: Me) {
  const onCorrect = vi.fn();
  renderPage(<Corrections sensor={makeSensor()} zone="Europe/Vienna" onCorrect={onCorrect} />, {
    me,
  });
  return { onCorrect, user: userEvent.setup() };
}

it("lists what was done, by whom and why; undone ones on request", async () => {
  const { user } = show(ME);
  const list = within(await screen.findByTestId("corrections"));
  expect(list.getAllByRole("row")).toHaveLength(2);
  const row = list.getByRole("row", { name: /Set aside/ });
  expect(row.textContent).toContain("Mon 23 Nov 2026, 12:50 until 13:00");
  expect(row.textContent).toContain("Door held open for cleaning");
  expect(row.textContent).toContain("Mira LindqvistMon 23 Nov 2026, 13:01");
  expect(within(row).getByRole("link").getAttribute("href")).toMatch(/^\?from=\d+&to=\d+$/);
  await user.click(screen.getByRole("checkbox", { name: "Show undone corrections" }));
  const undone = await list.findByRole("row", { name: /Read as °F, not °C/ });
  expect(undone.textContent).toContain("undone by Ada Moreau, Mon 23 Nov 2026, 13:02");
  expect(undone.textContent).toContain("It was °C after all");
});

it("lets viewers see, but not change", async () => {
  show(ME);
  await screen.findByTestId("corrections");
  expect(screen.queryByRole("button", { name: /Undo|Correct/ })).toBeNull();
});

it("undoes after a confirmation, with a reason if there is one", async () => {
  const { user, onCorrect } = show(OPERATOR);
  await user.click(await screen.findByRole("button", { name: "Correct readings…" }));
  expect(onCorrect).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: /^Undo: set aside/ }));
  const card = within(screen.getByTestId("undo-correction"));
  expect(card.getByText(/were set aside by Mira Lindqvist/)).toBeTruthy();
  expect(await card.findByText("1 more excursion would be counted.")).toBeTruthy();
  expect(card.getByRole("row", { name: "Readings that count 50 60" })).toBeTruthy();
  expect(sent).toEqual([]);
  await user.type(card.getByRole("textbox", { name: "Reason (optional)" }), "The plug was fine");
  await user.click(card.getByRole("button", { name: "Undo this correction" }));
  await waitFor(() => expect(screen.queryByTestId("undo-correction")).toBeNull());
  expect(sent).toEqual([
    {
      path: "/api/v1/sensors/linden-pharmacy/vaccine-fridge/corrections/7/undo",
      body: { reason: "The plug was fine" },
    },
  ]);
  await screen.findByText("No corrections");
});

it("says why one could not be undone", async () => {
  refused = Response.json(
    { type: "urn:conflict", title: "Conflict", detail: "Ada has undone this correction already." },
    { status: 409 },
  );
  const { user } = show(OPERATOR);
  await user.click(await screen.findByRole("button", { name: /^Undo: set aside/ }));
  await user.click(screen.getByRole("button", { name: "Undo this correction" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Ada has undone");
});
