// What a device's page and list say about it in a word, and what is wrong with it. Pure.
import type { Zone } from "@/time/zoned";
import { duration } from "@/time/duration";
import { near } from "@/time/moment";
import type { Device } from "./types";

export type DeviceState =
  "removed" | "disabled" | "offline" | "silent" | "asleep" | "online" | "heard" | "never";
export type DeviceTone = "ok" | "silent" | "never" | "out";

interface Judged {
  state: DeviceState;
  word: string;
  tone: DeviceTone;
}

type Life = Pick<
  Device,
  "removed" | "disabled" | "problem" | "connection" | "connection_at" | "offline_at" | "heard"
>;

/** Whether it said `offline`, and has sent nothing for longer than its interval explains. */
const isOffline = ({ connection, offline_at: at }: Life, now: number): boolean =>
  connection === "offline" || (connection !== null && at !== null && now > at);

/** What people decided comes first, then what the device said and sent. */
export function judgeDevice(device: Life, now: number): Judged {
  const { removed, disabled, problem, connection, heard } = device;
  if (removed !== null)
    return { state: "removed", word: "Removed", tone: problem === "removed" ? "out" : "never" };
  if (disabled !== null) return { state: "disabled", word: "Disabled", tone: "silent" };
  if (isOffline(device, now)) return { state: "offline", word: "Offline", tone: "silent" };
  if (problem === "silent") return { state: "silent", word: "Silent", tone: "silent" };
  if (connection === "asleep") return { state: "asleep", word: "Asleep", tone: "ok" };
  if (connection === "online") return { state: "online", word: "Online", tone: "ok" };
  if (heard === null) return { state: "never", word: "No reading yet", tone: "never" };
  return { state: "heard", word: "Sends readings", tone: "ok" };
}

/** "leads by 2 min", or "lags by 5 min: …"; null if the clock is right. */
export function clockWords({ clock_skew_ms: skew }: Pick<Device, "clock_skew_ms">): string | null {
  if (skew === null) return null;
  return skew >= 0
    ? `leads by ${duration(skew)}`
    : `lags by ${duration(-skew)}: the clock is slow, or it publishes late`;
}

const CREDENTIALS: Partial<Record<Device["credential"]["state"], string>> = {
  expired: "new password not applied",
  failed: "refused by the broker",
};

function problemWords(device: Device, now: number, zone: Zone): string | null {
  const { problem, heard, connection_at: said } = device;
  const since = (at: number | null) => (at === null ? "" : ` since ${near(at, now, zone)}`);
  switch (problem) {
    case "removed":
      return "removed, but heard again";
    case "silent":
      if (isOffline(device, now)) return `offline${since(said)}`;
      return heard === null ? "connected, no reading yet" : `nothing${since(heard)}`;
    case "rejected":
      return "messages rejected in the last 24 h";
    case "never_connected":
      return "never connected";
    case "disabled":
    case null:
      return null;
  }
}

/** What needs somebody's attention, worst first. */
export function deviceProblems(device: Device, now: number, zone: Zone): string[] {
  const problem = problemWords(device, now, zone);
  if (device.removed !== null || device.disabled !== null) return problem === null ? [] : [problem];
  const skew = device.clock_skew_ms;
  return [
    CREDENTIALS[device.credential.state],
    problem,
    skew !== null && `clock ${skew >= 0 ? "leads" : "lags"} by ${duration(Math.abs(skew))}`,
    device.site === null && "no home site",
  ].filter((words): words is string => typeof words === "string");
}
