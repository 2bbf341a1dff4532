import { describe, expect, it } from "vitest";
import { credentialMark, heardOf, stateWords, suppliesOf } from "@/features/connect/words";
import { sensorName } from "@/features/connect/adopt-step";
import type { Broker, Channel } from "@/domain/types";
import { NOON } from "../../make";
import { makeChannel, makeDeviceDetail } from "../../make-device";
import { HUMIDITY } from "../../names";

const BROKER: Broker = {
  administration: "mosquitto",
  host: "mqtt.example",
  port: 1883,
  tls_port: null,
  ca: null,
  seen: NOON,
  connected: true,
  error: null,
};
const heard = (name: string, received: number): Channel =>
  makeChannel({
    name,
    state: "proposed",
    last: { measured: received, received, value: 4, quality: 0 },
  });
const credential = makeDeviceDetail().credential;

describe("credentials", () => {
  it("say who is away while they wait", () => {
    const waiting = { ...credential, state: "waiting" as const, applied: null };
    const about = (broker: Broker | undefined) => credentialMark(waiting, broker, "a").about;
    expect(about(BROKER)).toBe("The worker makes them at the broker.");
    expect(about({ ...BROKER, connected: false })).toMatch(/^The worker.*is away/);
    expect(about({ ...BROKER, connected: false, error: "connection refused" })).toMatch(
      "cannot be reached: connection refused",
    );
    expect(about(undefined)).toBe("The worker makes them at the broker.");
  });

  it("say what to do where they are not made", () => {
    const mark = (state: typeof credential.state) =>
      credentialMark({ ...credential, state }, BROKER, "fridge-1");
    expect(mark("applied")).toMatchObject({ state: "done", title: "Credentials made" });
    expect(mark("expired").about).toMatch("Make a new password");
    expect(mark("failed")).toMatchObject({ state: "bad" });
    expect(mark("elsewhere").about).toMatch("sensors/fridge-1/");
  });
});

describe("a device", () => {
  it("has been heard on the channel whose reading came last", () => {
    expect(heardOf({ channels: [makeChannel()] })).toBeNull();
    const channels = [heard("b", NOON), heard("a", NOON + 1), makeChannel({ name: "c" })];
    expect(heardOf({ channels })?.channel.name).toBe("a");
    expect(stateWords(makeDeviceDetail({ channels }))).toBe("First message received on channel a");
    expect(stateWords(makeDeviceDetail({ connection: "online" }))).toMatch("says it is online");
  });

  it("proposes its label as the sensor's name, with the channel if there are several", () => {
    const device = makeDeviceDetail({ label: "Fridge", channels: [heard("t", NOON)] });
    expect(sensorName(device, "t")).toBe("Fridge");
    expect(sensorName({ ...device, label: null }, "t")).toBe("clinic-log-2");
    const two = { ...device, channels: [heard("t", NOON), heard("u", NOON)] };
    expect(sensorName(two, "u")).toBe("Fridge, u");
  });

  it("supplies the sensors just installed, and those that it supplied before", () => {
    const open = {
      id: 1,
      etag: "",
      device: "d",
      channel: "b",
      sensor: "s/b",
      from: null,
      to: null,
    };
    const ended = { ...open, channel: "c", sensor: "s/c", to: NOON };
    const device = makeDeviceDetail({
      channels: [
        makeChannel({ name: "a", installations: [{ ...open, channel: "a", sensor: "s/a" }] }),
        makeChannel({ name: "b", installations: [open] }),
        makeChannel({ name: "c", installations: [ended] }),
      ],
    });
    const done = [{ channel: "a", sensor: "s/a", name: "A" }];
    expect(suppliesOf(device, done, new Map([["s/b", "B"]]))).toEqual([
      ...done,
      { channel: "b", sensor: "s/b", name: "B" },
    ]);
  });
});

it("shows a temperature rather than what is probably none", () => {
  const humid = { ...heard("humidity", NOON + 2), name_says: HUMIDITY };
  const channels = [humid, heard("temperature", NOON + 1), heard("older", NOON)];
  expect(heardOf({ channels })?.channel.name).toBe("temperature");
  expect(heardOf({ channels: [humid] })?.channel.name).toBe("humidity");
  const names = { name: "d", label: "Fridge", channels: channels.slice(0, 2) };
  expect(sensorName(names, "temperature")).toBe("Fridge");
});
