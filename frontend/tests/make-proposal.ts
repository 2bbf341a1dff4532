// A factory for proposals; tests override what matters to them.
import type { Proposal } from "@/domain/types";
import { NOON } from "./make";

export const makeProposal = (changes: Partial<Proposal> = {}): Proposal => ({
  device: "hall-b-gw",
  label: null,
  site: null,
  channel: "f4",
  topic: "sensors/hall-b-gw/f4",
  created: NOON,
  unit: null,
  name_says: null,
  unit_guess: null,
  interval_s: 10,
  count: 324,
  count_capped: false,
  first_measured: NOON,
  last: null,
  samples: [],
  rejected: 0,
  dismissed: null,
  expired: null,
  ignored: false,
  ...changes,
});
