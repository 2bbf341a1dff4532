// A diagnosis as text: the verdict, what it means, and what to do next.
import type { Zone } from "@/time/zoned";
import { count } from "./format";
import type { Diagnosis } from "./types";
import { duration } from "@/time/duration";
import { age, near } from "@/time/moment";

export interface DiagnosisWords {
  tone: "good" | "warn" | "bad" | "unknown";
  title: string;
  text: string;
  /** What to do next, in this order. */
  steps: string[];
}

type Ending = NonNullable<Diagnosis["reason"]>;

/** Why a connection ended, as the end of "It is disconnected since 14:02: …". */
const ENDINGS: Record<Ending, string> = {
  left: "it said that it disconnects",
  closed: "its connection broke off without a word",
  timeout: "nothing came from it for one and a half times its keep-alive",
  taken_over: "another client logged in with its name",
  cut_off: "the broker’s administration ended its connection",
  oversize: "it sent a message larger than the broker accepts",
  protocol_error: "it sent something that MQTT does not allow",
  unsupported: "it asked for something that the broker does not offer",
  failed: "the network or the broker failed",
};

const CURES: Record<Ending, string> = {
  left: "A device that sleeps between its readings does so. If it should be awake, restart it.",
  closed: "It restarted, or lost its power or network. Check both, then restart it.",
  timeout: "Its power or network is gone. Check both, then restart it.",
  taken_over: "Look for a second device with this name.",
  cut_off:
    "A new password, or disabling, does that. Give the device its newest password and restart it.",
  oversize: "Send one reading per message, or shorter arrays.",
  protocol_error:
    "A topic with + or # does that, and so does a faulty MQTT library. Check its program.",
  unsupported: "Check its program for wills, QoS 2 and enhanced authentication.",
  failed: "Check its network, then restart it.",
};

/** Since when its connection ended, and why: "since 14:02, as …"; null if neither is known. */
export function endedWords(
  { last_disconnected: at, reason }: Pick<Diagnosis, "last_disconnected" | "reason">,
  now: number,
  zone: Zone,
): string | null {
  if (at === null) return null;
  return reason === null
    ? `ended ${near(at, now, zone)}`
    : `ended ${near(at, now, zone)}: ${ENDINGS[reason]}`;
}

const times = (number: number, noun: string): string =>
  `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

/** What refused and garbled logins suggest about a device that is not connected. */
function attemptSteps({ refused, topic }: Diagnosis, now: number): string[] {
  const within = `in the last ${duration(Math.max(60_000, now - refused.since))}`;
  const steps: string[] = [];
  if (refused.count > 0)
    steps.push(
      `The broker refused ${times(refused.count, "login")} ${within}. It does not say with which name: if the number ` +
        `rises each time this device tries, its user name is not ${topic.split("/")[1] ?? ""}, or its password is not the ` +
        "newest one. Make a new password if it is lost.",
    );
  if (refused.garbled > 0)
    steps.push(
      `${times(refused.garbled, "connection")} ended ${within} because what came was no MQTT login: check the port, ` +
        "whether device and port agree about TLS, and whether the device trusts the broker’s certificate.",
    );
  if (steps.length === 0)
    steps.push(
      `The broker refused no login ${within}: the device does not reach it. Check the device’s power and network, and the address ` +
        "and port it connects to.",
    );
  return steps;
}

const publishSteps = ({ topic, ignored }: Diagnosis): string[] => [
  `Publish to ${topic}: the last part names the channel, the part before it is this device’s name.`,
  "The broker refuses any other topic. With MQTT 3.1.1 the device does not learn that, and no log shows it; with MQTT 5 " +
    "the answer is “not authorized”.",
  'Send a number such as 21.4, or JSON such as {"value": 21.4}.',
  ...(ignored > 0
    ? [
        `${times(ignored, "channel")} of the device ${ignored === 1 ? "is" : "are"} ignored: readings are counted, not stored.`,
      ]
    : []),
];

const NOT_COLLECTING =
  "No device’s readings are being collected at the moment: no ingest is connected to the broker. Nothing is lost.";

/** Describe a diagnosis; `now` and `zone` are for its times. */
export function diagnosisWords(of: Diagnosis, now: number, zone: Zone): DiagnosisWords {
  const heard = of.last_message === null ? null : age(of.last_message, now, zone);
  switch (of.verdict) {
    case "disabled":
      return {
        tone: "warn",
        title: "It may not connect",
        text: "The device is disabled or removed: the broker refuses its logins.",
        steps: ["A manager of its home site can enable or restore it."],
      };
    case "never_connected":
      return {
        tone: "warn",
        title: "It has never connected",
        text: "No login with its name was accepted since its password was made.",
        steps: attemptSteps(of, now),
      };
    case "taken_over":
      return {
        tone: "bad",
        title: "Two clients use its name",
        text:
          `Its connection was taken over ${times(of.takeovers.recent, "time")} recently` +
          `${of.takeovers.last === null ? "" : `, last ${age(of.takeovers.last, now, zone)}`}. ` +
          "Readings of both become readings of the same channels.",
        steps: [
          "Find the second device with this name, register it with a name of its own, and give it that name and password.",
          "If there is only one device, it restarts or changes networks over and over: check its power and reception.",
          "If you do not know the other one, make a new password: only the device that gets it can connect.",
        ],
      };
    case "rejected":
      return {
        tone: "bad",
        title: "What arrives is rejected",
        text:
          heard === null
            ? "Its messages arrive, but none became a reading."
            : `Its messages arrive, but the newest did not become a reading. Its last reading came ${heard}.`,
        steps: of.rejects.map(({ title, cure }) => (cure ? `${title}: ${cure}` : title)),
      };
    case "connected_silent":
      return {
        tone: "bad",
        title: of.collecting
          ? "Connected, but nothing arrives"
          : "Readings are not being collected",
        text: of.collecting
          ? `It is connected, ${heard === null ? "but no message from it has arrived" : `but its last reading came ${heard}`}.`
          : NOT_COLLECTING,
        steps: of.collecting ? publishSteps(of) : [],
      };
    case "disconnected":
      return {
        tone: "bad",
        title: of.connected === null ? "Not seen since it disconnected" : "It is disconnected",
        text: `Its connection ${endedWords(of, now, zone) ?? "ended"}.`,
        steps: [...(of.reason === null ? [] : [CURES[of.reason]]), ...attemptSteps(of, now)],
      };
    case "unwatched":
      return unwatchedWords(of, now, zone);
    case "arriving":
      return {
        tone: "good",
        title: "Readings arrive",
        text: heard === null ? "" : `The last one came ${heard}.`,
        steps: [],
      };
  }
}

function unwatchedWords(of: Diagnosis, now: number, zone: Zone): DiagnosisWords {
  const since = of.watched_since;
  return {
    tone: "unknown",
    title: "It is not known whether it is connected",
    text:
      since === null
        ? "Nobody reads the broker’s log: worker is not running, or the broker does not publish its log."
        : `Worker reads the broker’s log without a gap since ${near(since, now, zone)}, and saw no login of the device. ` +
          "If it has been connected since before that, it is silent.",
    steps:
      since === null
        ? [
            "Ask an administrator to check worker, and log_dest topic in the broker’s configuration.",
          ]
        : ["Restart the device: its next login shows here.", ...attemptSteps(of, now)],
  };
}
