// The state of the broker and of the ingest instances as a few named figures.
import { DASH, SPACE, count } from "@/domain/format";
import { duration } from "@/time/duration";
import { near } from "@/time/moment";
import type { Instance, Watch } from "@/domain/types";

export interface Fact {
  key: "dropped" | "queued" | "subscription" | "tick" | "instances";
  name: string;
  value: string;
  note: string;
  /** The time in the note. */
  at?: number | null;
  /** Red, amber, or neutral. */
  tone: "bad" | "warn" | null;
}

/** Ticks arrive every second; an older one means that they no longer arrive. */
const TICK_OLD_S = 15;
const SOME_WAIT = 1000;

const names = (of: Instance[]): string => of.map((instance) => instance.instance).join(", ");

function dropped({ broker }: Watch, now: number, zone: string): Fact {
  const base = { key: "dropped", name: "Dropped by the broker" } as const;
  if (broker.dropped === null)
    return { ...base, value: DASH, note: "not reported by this broker", tone: null };
  const { hour, day, last } = broker.dropped;
  return {
    ...base,
    value: count(hour),
    tone: day > 0 ? "bad" : null,
    at: last?.to,
    note:
      day === 0
        ? "in the last hour, none in 24 h"
        : `in the last hour, ${count(day)} in 24 h${last ? `, last ${near(last.to, now, zone)}` : ""}`,
  };
}

function queued({ broker }: Watch): Fact {
  const waits = broker.queued;
  return {
    key: "queued",
    name: "Waiting in the broker",
    value: waits === null ? DASH : count(waits),
    tone: waits !== null && waits > SOME_WAIT ? "warn" : null,
    note: waits === null ? "not known" : "including messages on their way to ingest",
  };
}

function subscription({ broker }: Watch, now: number, zone: string): Fact {
  const base = { key: "subscription", name: "Subscription" } as const;
  if (!broker.connected)
    return {
      ...base,
      value: "not monitored",
      note: `since ${near(broker.since, now, zone)}`,
      at: broker.since,
      tone: "bad",
    };
  if (broker.subscription === null)
    return { ...base, value: DASH, note: "not reported by this broker", tone: null };
  return broker.subscription
    ? { ...base, value: "active", note: "the broker keeps messages for ingest", tone: null }
    : { ...base, value: "missing", note: "the broker keeps nothing for ingest", tone: "bad" };
}

function tick({ broker: { tick_age_s: age } }: Watch): Fact {
  const old = age === null || age > TICK_OLD_S;
  return {
    key: "tick",
    name: "Last tick",
    value:
      age === null ? DASH : `${age < 10 ? `${age.toFixed(1)}${SPACE}s` : duration(age * 1000)} ago`,
    tone: old ? "bad" : null,
    note: old
      ? "readings without a time may get an inaccurate one"
      : "sent every second and received back",
  };
}

function instances({ instances: all }: Watch): Fact {
  const running = all.filter((instance) => instance.state === "running");
  const draining = all.filter((instance) => instance.state === "draining");
  const gone = all.filter((instance) => instance.state === "gone");
  const disconnected = running.filter((instance) => !instance.connected || !instance.subscribed);
  const base = {
    key: "instances",
    name: "Ingest",
    value: `${count(running.length)}${SPACE}running`,
  } as const;
  if (gone.length > 0) return { ...base, note: `${names(gone)} gone`, tone: "bad" };
  if (running.length === 0)
    return { ...base, note: "no instance is collecting readings", tone: "bad" };
  if (disconnected.length > 0)
    return { ...base, note: `${names(disconnected)} not connected`, tone: "bad" };
  if (draining.length > 0) return { ...base, note: `${names(draining)} draining`, tone: "warn" };
  const waiting = running.reduce((sum, instance) => sum + (instance.waiting ?? 0), 0);
  return {
    ...base,
    note: waiting > 0 ? `${count(waiting)} messages being processed` : names(running),
    tone: null,
  };
}

export const brokerFacts = (watch: Watch, now: number, zone: string): Fact[] => [
  dropped(watch, now, zone),
  queued(watch),
  subscription(watch, now, zone),
  tick(watch),
  instances(watch),
];
