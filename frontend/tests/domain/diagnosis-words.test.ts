import { expect, it } from "vitest";
import { diagnosisWords } from "@/domain/diagnosis-words";
import type { Diagnosis } from "@/domain/types";
import { NOON } from "../make";
import { makeDiagnosis } from "../make-device";

const MINUTE = 60_000;
const words = (changes: Partial<Diagnosis>) => {
  const { title, text, steps, tone } = diagnosisWords(makeDiagnosis(changes), NOON, "UTC");
  return { title, tone, text: [text, ...steps].join(" ").replaceAll("\u00a0", " ") };
};

it("tells a device that is not reached from one whose password is wrong", () => {
  const since = NOON - 10 * MINUTE;
  const none = words({ verdict: "never_connected", connected: false });
  expect(none.title).toBe("It has never connected");
  expect(none.text).toContain("refused no login in the last 10 min: the device does not reach it");
  const refused = { count: 12, since, addresses: [], garbled: 0 };
  const wrong = words({ verdict: "never_connected", connected: false, refused }).text;
  expect(wrong).toContain("refused 12 logins in the last 10 min. It does not say with which name");
  expect(wrong).toContain(
    "its user name is not clinic-log-2, or its password is not the newest one",
  );
  expect(wrong).not.toContain("is not reached");
  const garbled = words({
    verdict: "never_connected",
    refused: { ...refused, count: 0, garbled: 1 },
  });
  expect(garbled.text).toContain("1 connection ended in the last 10 min");
  expect(garbled.text).toContain("agree about TLS, and whether the device trusts");
});

it("names the topic to a device that is connected and silent, and says that no log shows it", () => {
  const silent = words({ verdict: "connected_silent", connected: true, ignored: 2 });
  expect(silent.text).toContain("Publish to sensors/clinic-log-2/temperature");
  expect(silent.text).toContain(
    "With MQTT 3.1.1 the device does not learn that, and no log shows it",
  );
  expect(silent.text).toContain("2 channels of the device are ignored");
});

it("blames no device while nothing is collected", () => {
  const silent = words({ verdict: "connected_silent", connected: true, collecting: false });
  expect(silent.title).toBe("Readings are not being collected");
  expect(silent.text).toContain("No device’s readings are being collected");
  expect(silent.text).not.toContain("Publish to");
});

it("says that readings of two devices mix", () => {
  const last = NOON - 20_000;
  const both = words({ verdict: "taken_over", takeovers: { count: 40, recent: 12, last } });
  expect(both.text).toContain("taken over 12 times recently, last 20 s ago");
  expect(both.text).toContain("Readings of both become readings of the same channels");
  expect(both.text).toContain("make a new password");
});

it("says why a connection ended, and what to do about each reason", () => {
  const ended = {
    verdict: "disconnected",
    connected: false,
    last_disconnected: NOON - MINUTE,
  } as const;
  expect(words({ ...ended, reason: "timeout" }).text).toContain(
    "ended 11:59: nothing came from it for one and a half times its keep-alive. Its power or network",
  );
  expect(words({ ...ended, reason: "oversize" }).text).toContain("larger than the broker accepts");
  expect(words({ ...ended, reason: null }).text).toContain("Its connection ended 11:59.");
  expect(words({ ...ended, connected: null }).title).toBe("Not seen since it disconnected");
});

it("gives the cure of each reason of rejects", () => {
  const rejects = [
    {
      reason: "not_json",
      title: "Neither a number nor JSON",
      cure: "Send 21.4.",
      count: 3,
      last: NOON,
    },
    { reason: "new", title: "New", cure: "", count: 1, last: NOON },
  ];
  const rejected = words({ verdict: "rejected", rejects, last_message: NOON - 5 * MINUTE });
  expect(rejected.text).toContain("Its last reading came 5 min ago.");
  expect(rejected.text).toContain("Neither a number nor JSON: Send 21.4. New");
});

it("says what is not known, and since when it would be", () => {
  expect(words({ verdict: "unwatched", watched_since: null }).text).toContain(
    "Nobody reads the broker’s log",
  );
  const since = words({ verdict: "unwatched", watched_since: NOON - 2 * MINUTE });
  expect(since.text).toContain("without a gap since 11:58");
  expect(since.text).toContain("Restart the device: its next login shows here.");
});

it("says that readings arrive, and why a disabled device is silent", () => {
  expect(words({ verdict: "arriving", last_message: NOON - 8000 })).toEqual({
    title: "Readings arrive",
    tone: "good",
    text: "The last one came 8 s ago.",
  });
  expect(words({ verdict: "disabled" }).title).toBe("It may not connect");
});
