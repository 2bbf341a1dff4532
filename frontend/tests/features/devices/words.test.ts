import { expect, it } from "vitest";
import { draftOf, racedWords, changesOf } from "@/features/devices/words";
import type { Device } from "@/domain/types";
import { NOON } from "../../make";

const DEVICE: Device = {
  name: "clinic-log-2",
  label: "Logger 2",
  site: "clinic",
  state: "known",
  model: null,
  serial: null,
  firmware: null,
  notes: null,
  time_zone: null,
  clock_skew_ms: null,
  connection: null,
  connection_at: null,
  created: NOON,
  channel_count: 1,
  proposed_count: 0,
  role: "manager",
  etag: '"a"',
};

it("sends only changed fields, and null for emptied ones", () => {
  expect(changesOf(DEVICE, draftOf(DEVICE))).toEqual({});
  expect(
    changesOf(DEVICE, { ...draftOf(DEVICE), label: " ", time_zone: "Asia/Kathmandu" }),
  ).toEqual({
    label: null,
    time_zone: "Asia/Kathmandu",
  });
});

it("describes a concurrent edit beside the user's own", () => {
  const current = { ...DEVICE, time_zone: "Europe/Lisbon", model: "L2" };
  expect(racedWords({ time_zone: "Asia/Kathmandu" }, DEVICE, current)).toBe(
    "Time zone is now Europe/Lisbon; you were setting Asia/Kathmandu. Model is now L2.",
  );
});
