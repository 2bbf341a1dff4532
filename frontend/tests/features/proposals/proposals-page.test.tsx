// @vitest-environment jsdom
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ProposalsPage } from "@/features/proposals/proposals-page";
import type { Proposal } from "@/domain/types";
import { eventually } from "../../eventually";
import { NOON } from "../../make";
import { makeProposal } from "../../make-proposal";
import { HUMIDITY } from "../../names";
import { ME, renderPage } from "../../page";

vi.mock("next/navigation", async () => {
  const { useSyncExternalStore } = await import("react");
  const follow = (changed: () => void) => {
    const timer = setInterval(changed, 5);
    return () => clearInterval(timer);
  };
  return {
    useSearchParams: () =>
      new URLSearchParams(useSyncExternalStore(follow, () => window.location.search)),
  };
});

let channels: Proposal[] = [];
let sent: string[] = [];
let refuse = false;

const kinds = {
  dismissed: ({ ignored, expired, dismissed }: Proposal) =>
    !ignored && expired === null && dismissed !== null,
  expired: ({ expired }: Proposal) => expired !== null,
  ignored: ({ ignored }: Proposal) => ignored,
};

function list(asked: URLSearchParams) {
  const hidden = Object.entries(kinds);
  const kind = hidden.find(([name]) => asked.get(name) === "true")?.[1];
  const items = channels.filter(
    (proposal) => kind?.(proposal) ?? !hidden.some(([, isOf]) => isOf(proposal)),
  );
  const counts = hidden.map(([name, isOf]) => [name, channels.filter(isOf).length]);
  return { items, next: null, ...(Object.fromEntries(counts) as object) };
}

beforeEach(() => {
  window.history.replaceState(null, "", "/proposals");
  sent = [];
  refuse = false;
  channels = [
    makeProposal(),
    makeProposal({ channel: "gone", expired: NOON }),
    makeProposal({ channel: "theirs", ignored: true }),
  ];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === "GET")
      return Response.json(
        pathname.endsWith("/proposals") ? list(searchParams) : { items: [], next: null },
      );
    sent.push(pathname.replace("/api/v1/proposals/", ""));
    if (refuse)
      return Response.json(
        { type: "urn:conflict", title: "Conflict", detail: "hall-b-gw has 64 channels already." },
        { status: 409 },
      );
    const words = pathname.replace("/api/v1/proposals/", "").split("/");
    const action = words.at(-1);
    const names =
      words.length === 3 ? [words[1]] : ((await request.json()) as { channels: string[] }).channels;
    channels = channels.map((proposal) =>
      !names.includes(proposal.channel)
        ? proposal
        : {
            ...proposal,
            ignored: action === "ignore",
            dismissed: action === "dismiss" ? NOON : null,
            expired: null,
          },
    );
    return Response.json({});
  });
});
afterEach(() => vi.unstubAllGlobals());

const show = () => {
  renderPage(<ProposalsPage />, { me: { ...ME, admin: true } });
  return userEvent.setup();
};
const row = (name: string) => screen.findByRole("button", { name: `hall-b-gw / ${name}` });

it("dismisses a proposal, counts it, and takes that back", async () => {
  const user = show();
  await user.click(await row("f4"));
  expect(await screen.findByText(/Hides it here. Its readings are still stored/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(await screen.findByText(/f4 of hall-b-gw is dismissed/)).toBeDefined();
  expect(await screen.findByRole("button", { name: /^Dismissed ?1$/ })).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await row("f4")).toBeDefined();
  expect(screen.queryByText(/is dismissed/)).toBeNull();
  expect(sent).toEqual(["hall-b-gw/f4/dismiss", "hall-b-gw/restore"]);
});

it("lists what was set aside on request, and restores it", async () => {
  const user = show();
  await row("f4");
  await user.click(screen.getByRole("button", { name: /^Ignored ?1$/ }));
  await user.click(await row("theirs"));
  expect(window.location.search).toContain("show=ignored");
  const card = within(await screen.findByTestId("install-card"));
  expect(card.queryByRole("button", { name: "Install" })).toBeNull();
  await user.click(card.getByRole("button", { name: "Restore" }));
  expect(await screen.findByText(/theirs of hall-b-gw is proposed again/)).toBeDefined();
  expect(await screen.findByText("Nothing is ignored")).toBeDefined();
  await user.click(screen.getByRole("button", { name: /^Proposed ?2$/ }));
  expect(await row("theirs")).toBeDefined();
});

it("says that a device has no room for a channel that is to be restored", async () => {
  refuse = true;
  window.history.replaceState(null, "", "/proposals?show=expired&channel=hall-b-gw%2Fgone");
  const user = show();
  await user.click(await screen.findByRole("button", { name: "Restore" }));
  expect(await screen.findByText(/hall-b-gw has 64 channels already/)).toBeDefined();
  // an expired channel can be installed as it is
  expect(screen.getByRole("button", { name: "Install" })).toBeDefined();
});

it("shows no chips while nothing was set aside", async () => {
  channels = [makeProposal()];
  show();
  await row("f4");
  await eventually(() =>
    expect(screen.queryByRole("group", { name: "Filter channels" })).toBeNull(),
  );
});

it("lists last what is probably no temperature, does not count it, and dismisses all of a device", async () => {
  const last = { measured: NOON, received: NOON, value: 41, quality: 0 };
  channels = [
    makeProposal({ channel: "humidity", name_says: HUMIDITY, last }),
    makeProposal({ channel: "battery", name_says: HUMIDITY, last }),
    makeProposal({ last }),
  ];
  const user = show();
  await row("f4");
  const rows = screen.getAllByRole("row").map((line) => line.textContent);
  expect(rows[1]).toContain("f4");
  expect(rows[1]).toContain("41.0");
  expect(rows[2]).toContain("Probably not temperatures: 2");
  expect(rows[3]).toContain("Probably not a temperature: its name is humidity.");
  // a number as it was sent, in no unit of temperature
  expect(rows[3]).toContain("41");
  expect(rows[3]).not.toContain("°");
  expect(screen.getByText(/^1 channel is sending readings/)).toBeDefined();
  await user.click(await row("humidity"));
  await user.click(await screen.findByRole("button", { name: "Dismiss all 2" }));
  expect(
    await screen.findByText(/humidity and battery of hall-b-gw are dismissed. Their readings/),
  ).toBeDefined();
  expect(screen.queryByRole("button", { name: "hall-b-gw / humidity" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await row("battery")).toBeDefined();
  expect(sent).toEqual(["hall-b-gw/dismiss", "hall-b-gw/restore"]);
});
