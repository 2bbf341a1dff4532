import { describe, expect, it } from "vitest";
import { brokerFacts, type Fact } from "@/features/ledger/broker-facts";
import type { Instance, Watch } from "@/domain/types";
import { NOON } from "../../make";

const instance = (changes: Partial<Instance> = {}): Instance => ({
  instance: "ingest-1",
  state: "running",
  seen: NOON,
  started: NOON,
  connected: true,
  subscribed: true,
  waiting: 0,
  tick_age_s: 0.4,
  ...changes,
});

const make = (
  broker: Partial<Watch["broker"]> = {},
  instances: Instance[] = [instance()],
): Watch => ({
  broker: {
    connected: true,
    since: NOON,
    dropped: { hour: 0, day: 0, last: null },
    last_drop: null,
    queued: 0,
    subscription: true,
    tick_age_s: 0.4,
    ...broker,
  },
  instances,
  ledger: { checked: null, differences: [] },
  alerts: [],
  all_arrive: true,
});

const of = (watch: Watch, key: Fact["key"]) =>
  brokerFacts(watch, NOON, "UTC").find((fact) => fact.key === key);

describe("the broker", () => {
  it("has no warning when all is well", () => {
    expect(brokerFacts(make(), NOON, "UTC").map(({ tone }) => tone)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("shows dropped messages, even from more than an hour ago", () => {
    const fact = of(
      make({
        dropped: { hour: 0, day: 112, last: { from: NOON - 7e6, to: NOON - 7e6, count: 112 } },
      }),
      "dropped",
    );
    expect(fact).toMatchObject({
      value: "0",
      tone: "bad",
      note: "in the last hour, 112 in 24 h, last 10:03",
    });
  });

  it("shows dashes for what the broker does not report", () => {
    const watch = make({ dropped: null, queued: null, subscription: null });
    expect(
      ["dropped", "queued", "subscription"].map((key) => of(watch, key as Fact["key"])?.value),
    ).toEqual(["–", "–", "–"]);
  });

  it("warns of a missing subscription, old ticks and a lost ingest instance", () => {
    expect(of(make({ subscription: false }), "subscription")).toMatchObject({
      value: "missing",
      tone: "bad",
    });
    expect(of(make({ connected: false }), "subscription")).toMatchObject({
      value: "not monitored",
      tone: "bad",
    });
    expect(of(make({ tick_age_s: 40 }), "tick")).toMatchObject({ tone: "bad" });
    expect(
      of(make({}, [instance(), instance({ instance: "ingest-2", state: "gone" })]), "instances"),
    ).toMatchObject({ note: "ingest-2 gone", tone: "bad" });
    expect(of(make({}, []), "instances")).toMatchObject({ tone: "bad" });
  });
});
