// @vitest-environment jsdom
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CorrectionForm } from "@/features/sensor/correction-form";
import type { Correction } from "@/domain/types";
import { makeSensor, NOON } from "../../make";
import { makeCorrection } from "../../make-correction";
import { renderPage } from "../../page";

const figures = { counting: 60, min: 3.9, max: 239, mean: 8.1, excursions: 1, seconds: 60 };
const PREVIEW = {
  readings: 1,
  counting: 1,
  before: figures,
  after: { ...figures, counting: 59, max: 4.6, mean: 4.2, excursions: 0, seconds: 0 },
};

let tried: unknown[];
let sent: unknown[];
let answer: () => Response;
let preview: () => Response;

beforeEach(() => {
  tried = [];
  sent = [];
  answer = () => Response.json(makeCorrection(), { status: 201 });
  preview = () => Response.json(PREVIEW);
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    const body: unknown = request.method === "POST" ? await request.json() : null;
    if (pathname.endsWith("/corrections/preview")) {
      tried.push(body);
      return preview();
    }
    sent.push(body);
    return answer();
  });
});

afterEach(() => vi.unstubAllGlobals());

function show() {
  const done = vi.fn<(correction: Correction) => void>();
  renderPage(
    <CorrectionForm
      sensor={makeSensor()}
      stretch={{ from: NOON, to: NOON + 1000 }}
      zone="Europe/Vienna"
      onDone={done}
      onClose={() => undefined}
    />,
  );
  return { done, user: userEvent.setup() };
}

const field = (name: string) => screen.getByRole("textbox", { name });

it("shows what setting aside would change, asks why, and does it", async () => {
  const { done, user } = show();
  const shown = within(await screen.findByTestId("preview"));
  expect(shown.getByRole("row", { name: /^Max 239.0\s°C 4.6\s°C$/ })).toBeTruthy();
  expect(shown.getByRole("row", { name: "Readings that count 60 59" })).toBeTruthy();
  expect(shown.getByText(/1 excursion of this time would no longer be counted/)).toBeTruthy();
  const set = screen.getByRole<HTMLButtonElement>("button", { name: "Set 1 reading aside" });
  expect(set.disabled).toBe(true);
  await user.type(field("Reason"), "  ");
  expect(set.disabled).toBe(true);
  await user.type(field("Reason"), "Loose plug");
  await user.click(set);
  await waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(sent).toEqual([{ kind: "set_aside", from: NOON, to: NOON + 1000, reason: "Loose plug" }]);
  expect(tried).toEqual([{ kind: "set_aside", from: NOON, to: NOON + 1000 }]);
});

it("re-reads in another unit, and refuses the same one", async () => {
  const { user } = show();
  await user.click(screen.getByRole("button", { name: "Read in another unit" }));
  await screen.findByRole("button", { name: "Read 1 reading as °F" });
  expect(tried.at(-1)).toMatchObject({ kind: "unit", read_as: "C", sent_as: "F" });
  const asked = tried.length;
  await user.selectOptions(screen.getByRole("combobox", { name: "The device sent" }), "C");
  expect(screen.getByRole("alert").textContent).toContain("another unit");
  expect(screen.queryByTestId("preview")).toBeNull();
  expect(tried).toHaveLength(asked);
});

it("shifts by a typed length, and says what will happen", async () => {
  const { user } = show();
  await user.click(screen.getByRole("button", { name: "Shift in time" }));
  expect(screen.getByTestId("becomes").textContent).toBe("Mon 23 Nov 2026, 13:00 becomes 12:00");
  await user.clear(field("Shift by"));
  expect(screen.getByRole("alert").textContent).toContain("above 0");
  await user.type(field("Shift by"), "30");
  await user.selectOptions(screen.getByRole("combobox", { name: "Unit" }), "min");
  await user.selectOptions(screen.getByRole("combobox", { name: "Which way" }), "later");
  expect(screen.getByTestId("becomes").textContent).toContain("13:00 becomes 13:30");
  await waitFor(() => expect(tried.at(-1)).toMatchObject({ shift_ms: 1_800_000 }));
  await screen.findByRole("button", { name: /^Shift 1 reading by 30.min$/ });
});

it("takes typed ends in the page's zone, and says what is wrong with them", async () => {
  const { user } = show();
  await user.clear(field("Until"));
  await user.type(field("Until"), "23 Nov 2026 13:05:30");
  await waitFor(() => expect(tried.at(-1)).toMatchObject({ to: NOON + 330_000 }));
  await user.clear(field("From"));
  await user.type(field("From"), "23 Nov 2026 14:00");
  expect(screen.getByRole("alert").textContent).toBe("The end must be after the beginning.");
});

it("tells what is in the way in the server's words, and keeps what was typed", async () => {
  const { user, done } = show();
  await screen.findByTestId("preview");
  answer = () =>
    Response.json(
      { type: "urn:conflict", title: "Conflict", detail: "Ada has set these aside already." },
      { status: 409 },
    );
  await user.type(field("Reason"), "Loose plug");
  await user.click(screen.getByRole("button", { name: "Set 1 reading aside" }));
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Not correctedAda has set these aside already.",
  );
  expect(done).not.toHaveBeenCalled();
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Reason" }).value).toBe(
    "Loose plug",
  );
});

it("says that there is nothing to correct", async () => {
  preview = () =>
    Response.json({ readings: 0, counting: 0, before: PREVIEW.after, after: PREVIEW.after });
  const { user } = show();
  await user.type(field("Reason"), "Loose plug");
  await screen.findByText("There are no readings in this stretch.");
  expect(
    screen.getByRole<HTMLButtonElement>("button", { name: "Set 0 readings aside" }).disabled,
  ).toBe(true);
});
