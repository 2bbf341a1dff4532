// @vitest-environment jsdom
import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { RejectTable } from "@/features/ledger/reject-table";
import type { Reject } from "@/domain/types";
import { renderPage } from "../../page";

const REJECT: Reject = {
  id: 1,
  received: Date.UTC(2026, 10, 29, 20, 30),
  reason: "topic",
  title: "Unexpected topic",
  topic: "sensors/probe/bad channel",
  topic_bytes: 25,
  device: "probe",
  channel: null,
  payload_text: "4",
  payload_hex: "34",
  replayed: null,
} as unknown as Reject;

it("names the topic where a message came on no channel", () => {
  const other = { ...REJECT, id: 2, channel: "temperature" };
  renderPage(
    <RejectTable
      rejects={[REJECT, other]}
      chosen={null}
      zone="UTC"
      busy={false}
      onChoose={vi.fn()}
      onReplay={null}
    />,
  );
  const sources = screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.children[2]?.textContent);
  expect(sources).toEqual(["sensors/probe/bad channel", "probe/temperature"]);
});
