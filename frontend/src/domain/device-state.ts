// What a device's page and list say about it in a word, and what is wrong with it. Pure.
import { duration } from "@/time/duration";
import { near } from "@/time/moment";
import type { Device } from "./types";

export type DeviceState =
  "removed" | "disabled" | "offline" | "asleep" | "online" | "heard" | "quiet" | "never";
export type DeviceTone = "ok" | "silent" | "never" | "out";

interface Judged {
  state: DeviceState;
  word: string;
  tone: DeviceTone;
}

/** A device that does not say whether it is online counts as quiet after a day. */
const QUIET_MS = 24 * 3_600_000;

type Life = Pick<
  Device,
  "removed" | "disabled" | "connection" | "connection_at" | "offline_at" | "heard"
>;

/** Whether it said `offline`, and has sent nothing for longer than its interval explains. */
const isOffline = ({ connection, offline_at: at }: Life, now: number): boolean =>
  connection === "offline" || (connection !== null && at !== null && now > at);

/** What people decided comes first, then what the device said and sent. */
export function judgeDevice(device: Life, now: number): Judged {
  const { removed, disabled, connection, heard } = device;
  if (removed !== null) return { state: "removed", word: "Removed", tone: "never" };
  if (disabled !== null) return { state: "disabled", word: "Disabled", tone: "silent" };
  if (isOffline(device, now)) return { state: "offline", word: "Offline", tone: "silent" };
  if (connection === "asleep") return { state: "asleep", word: "Asleep", tone: "ok" };
  if (connection === "online") return { state: "online", word: "Online", tone: "ok" };
  if (heard === null) return { state: "never", word: "No reading yet", tone: "never" };
  return now - heard > QUIET_MS
    ? { state: "quiet", word: "Quiet", tone: "silent" }
    : { state: "heard", word: "Heard", tone: "ok" };
}

/** "leads by 2 min", or "lags by 5 min: …"; null if the clock is right. */
export function clockWords({ clock_skew_ms: skew }: Pick<Device, "clock_skew_ms">): string | null {
  if (skew === null) return null;
  return skew >= 0
    ? `leads by ${duration(skew)}`
    : `lags by ${duration(-skew)}: the clock is slow, or it publishes late`;
}

const CREDENTIAL_PROBLEMS: Partial<Record<Device["credential"]["state"], string>> = {
  expired: "new password not applied",
  failed: "refused by the broker",
};

/** What needs somebody's attention, worst first; nothing for a device that may not connect. */
export function deviceProblems(device: Device, now: number, zone: string): string[] {
  if (device.removed !== null || device.disabled !== null) return [];
  const { state } = judgeDevice(device, now);
  const credential = CREDENTIAL_PROBLEMS[device.credential.state];
  const since =
    device.connection_at === null ? "" : ` since ${near(device.connection_at, now, zone)}`;
  const skew = device.clock_skew_ms;
  return [
    credential,
    state === "offline" && `offline${since}`,
    state === "quiet" && device.heard !== null && `nothing since ${near(device.heard, now, zone)}`,
    skew !== null && `clock ${skew >= 0 ? "leads" : "lags"} by ${duration(Math.abs(skew))}`,
    device.site === null && "no home site",
  ].filter((problem): problem is string => typeof problem === "string");
}
