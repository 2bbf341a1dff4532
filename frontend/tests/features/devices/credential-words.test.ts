import { expect, it } from "vitest";
import { credentialWords } from "@/features/devices/credential-words";
import type { Broker, Credential } from "@/domain/types";
import { NOON } from "../../make";
import { makeDevice } from "../../make-device";

const MINUTE = 60_000;
const BROKER: Broker = {
  administration: "mosquitto",
  host: "mqtt.example",
  port: 1883,
  tls_port: null,
  ca: null,
  seen: NOON - 5 * MINUTE,
  connected: true,
  error: null,
};
const words = (credential: Partial<Credential>, broker: Partial<Broker> = {}) => {
  const device = makeDevice({ credential: { ...makeDevice().credential, ...credential } });
  return credentialWords(device, { ...BROKER, ...broker }, NOON, "UTC");
};

it("says that a waiting password takes seconds, unless worker is away", () => {
  expect(words({ state: "waiting" }).text).toContain("within seconds");
  const away = words({ state: "waiting" }, { connected: false });
  expect(away.text).toContain("Worker, last seen 11:55, is not looking after");
  expect(away.text).toContain("up to ten minutes");
});

it("says what to do where the broker does not have the password", () => {
  expect(words({ state: "expired" })).toMatchObject({ tone: "bad" });
  expect(words({ state: "expired" }).text).toContain("Make a new one");
  expect(words({ state: "failed", error: "Client not found" }).text).toContain("Client not found");
  expect(words({ state: "applied" })).toEqual({ word: "at the broker", tone: "good", text: null });
});

it("says who makes the account, and with which rights, where Isotherm does not", () => {
  const { text } = words({ state: "elsewhere" });
  expect(text).toContain("user name and client ID clinic-log-2");
  expect(text).toContain("below sensors/clinic-log-2/ only");
});
