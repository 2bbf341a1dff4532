// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Rejects } from "@/features/ledger/rejects";
import { viewOf } from "@/features/ledger/view";
import { eventually } from "../../eventually";
import { makeHour } from "../../make-ledger";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";

const REJECT = {
  id: 1,
  received: NOON,
  topic: "sensors/probe/t",
  topic_bytes: 15,
  device: "probe",
  channel: "t",
  reason: "not_json",
  title: "Neither",
  detail: "",
  cure: "",
  payload_text: "{",
  payload_hex: "7b",
  payload_bytes: 1,
  element: null,
  curable: false,
  outgrown: false,
  whole: true,
  replayed: null,
  refused_again: null,
  why_not: "unreadable",
  why_not_text: "Today's rules do not understand it.",
};
const COUNTED = makeHour(NOON, 9, { rejected: 44, undecodable: 86 });
const LISTED = {
  from: NOON - 1,
  to: NOON,
  items: [REJECT],
  counts: [{ reason: "not_json", title: "Neither", count: 130, kept: 130 }],
  next: null,
};
let asked: URL[];
let sent: unknown[];
let preview: object;

beforeEach(() => {
  asked = [];
  sent = [];
  preview = {
    from: NOON - 1,
    to: NOON,
    matched: 12,
    of: 130,
    skipped: [{ why_not: "unreadable", text: "Today's rules do not understand it.", count: 118 }],
  };
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    if (request.method === "POST") {
      sent.push(await request.json());
      return Response.json({ id: 1, state: "waiting", asked: 0, matched: 12, filter: {} });
    }
    asked.push(url);
    if (url.pathname.endsWith("/preview")) return Response.json(preview);
    return Response.json(url.pathname.endsWith("/replays") ? { items: [], next: null } : LISTED);
  });
});
afterEach(() => vi.unstubAllGlobals());

function Shown({ search }: { search: string }) {
  const [countedAt, setCountedAt] = useState(0);
  return (
    <>
      <button type="button" onClick={() => setCountedAt(Date.now() + 60_000)}>
        The ledger was read
      </button>
      <Rejects
        view={viewOf(new URLSearchParams(search))}
        hours={24}
        zone="UTC"
        total={COUNTED}
        counted={COUNTED}
        countedAt={countedAt}
        onView={() => undefined}
      />
    </>
  );
}

const show = (search = "") => renderPage(<Shown search={search} />, { me: { ...ME, admin: true } });

it("says how the list adds up, and which hours it covers", async () => {
  show();
  await screen.findByText(/44 readings rejected/);
  expect(screen.getByTestId("rejects-counted").textContent).toBe(
    "Last 24 hours: 44 readings rejected and 86 messages that could not be read = 130 rejects",
  );
});

it("says before a replay how many it concerns, and why not the others", async () => {
  show("reason=not_json&device=probe");
  const box = await screen.findByTestId("replayable");
  expect(box.textContent).toContain("12 of 130 can be replayed. Why not the others");
  expect(within(box).getByRole("listitem", { hidden: true }).textContent).toBe(
    "118 Today's rules do not understand it.",
  );
  const query = asked.find(({ pathname }) => pathname.endsWith("/preview"))?.searchParams;
  expect([query?.get("reason"), query?.get("device")]).toEqual(["not_json", "probe"]);
  await userEvent.setup().click(within(box).getByRole("button", { name: "Replay 12" }));
  await eventually(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ reason: "not_json", device: "probe" });
});

it("offers no replay that cures nothing", async () => {
  preview = { ...preview, matched: 0 };
  show();
  const box = await screen.findByTestId("replayable");
  expect(box.textContent).toContain("None of 130 can be replayed. Why not");
  expect(within(box).queryByRole("button")).toBeNull();
});

it("reads the list again once the ledger was read, so that both show one moment", async () => {
  const lists = () => asked.filter(({ pathname }) => pathname.endsWith("/rejects")).length;
  show();
  await screen.findByText(/130 rejects/);
  await userEvent.setup().click(screen.getByRole("button", { name: "The ledger was read" }));
  await eventually(() => expect(lists()).toBe(2));
});
