// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { RejectCard } from "@/features/ledger/reject-card";
import type { Reject } from "@/domain/types";
import { NOON } from "../../make";
import { ME, renderPage } from "../../page";

const REJECT: Reject = {
  id: 1,
  received: NOON,
  topic: "sensors/probe/é",
  topic_bytes: 16,
  device: "probe",
  channel: null,
  reason: "bad_topic",
  title: "Unexpected topic",
  detail: "",
  cure: "Publish to sensors/<device>/<channel>.",
  payload_text: "21.4",
  payload_hex: "32312e34",
  payload_bytes: 4,
  element: null,
  curable: false,
  outgrown: false,
  whole: true,
  replayed: null,
  refused_again: null,
  why_not: "unreadable",
  why_not_text: "Today's rules do not understand it either. Correct what the device sends.",
};

function show(changes: Partial<Reject> = {}) {
  renderPage(
    <RejectCard
      reject={{ ...REJECT, ...changes }}
      zone="UTC"
      job={null}
      busy={false}
      onReplay={() => undefined}
      onClose={() => undefined}
    />,
    { me: ME },
  );
}

it("shows a short topic and payload as they are", () => {
  show();
  expect(screen.getByText("sensors/probe/é")).toBeDefined();
  expect(screen.queryByText(/The first/)).toBeNull();
});

it("says how long a topic and a payload are that were cut", async () => {
  show({ topic_bytes: 60_000, payload_bytes: 300_000 });
  expect(screen.getByText("sensors/probe/é…").parentElement?.textContent).toContain("60,000 bytes");
  expect(screen.getByText("The first 4 bytes.")).toBeDefined();
  await userEvent.setup().click(screen.getByText("Hex"));
  expect(screen.getByText("The first 4 bytes.")).toBeDefined();
});

it("offers to replay what an earlier version rejected", () => {
  show({ outgrown: true, why_not: null });
  expect(screen.getByText(/may be understood by now/)).toBeDefined();
});

it("says why a reject cannot be replayed, or why its replay failed", () => {
  show();
  expect(screen.getByTestId("why-not").textContent).toBe(
    "It cannot be replayed: today's rules do not understand it either. Correct what the device sends.",
  );
  expect(screen.queryByText(/understood by now/)).toBeNull();
  show({ outgrown: true, why_not: null, refused_again: "Not a number: 'warm' is not a number" });
  expect(screen.getByText("Not a number: 'warm' is not a number")).toBeDefined();
  expect(screen.queryByText(/understood by now/)).toBeNull();
});
