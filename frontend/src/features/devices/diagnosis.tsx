"use client";
// Why nothing arrives from a device: the verdict, what to do next, and what is known of its connection.
import { useDevice } from "@/data/api/devices";
import { useDiagnosis } from "@/data/api/diagnosis";
import { useAsOfWords } from "@/data/live/as-of";
import { problemWords } from "@/data/problem-words";
import { count } from "@/domain/format";
import type { Diagnosis as Document } from "@/domain/types";
import { duration } from "@/time/duration";
import { Moment, Sentence } from "@/parts/moment";
import { age, near } from "@/time/moment";
import { useNow } from "@/time/now";
import type { Zone } from "@/time/zoned";
import { Icon, type IconName } from "@/ui/icon";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { diagnosisWords, endedWords, type DiagnosisWords } from "@/domain/diagnosis-words";
import { useDeviceZone } from "./use-device-zone";
import { FactList, type Fact } from "./fact-list";
import classes from "./diagnosis.module.css";

const ICONS: Record<DiagnosisWords["tone"], IconName> = {
  good: "ok",
  warn: "alert",
  bad: "alert",
  unknown: "never",
};

export function Diagnosis({ device }: { device: string }) {
  const { data, error } = useDiagnosis(device);
  const zone = useDeviceZone({ site: useDevice(device).data?.site ?? null });
  const arrives = data === undefined || ["arriving", "taken_over"].includes(data.verdict);
  return (
    <section aria-labelledby="diagnosis" data-testid="diagnosis" data-verdict={data?.verdict}>
      <h2 id="diagnosis">{arrives ? "Diagnosis" : "Why does nothing arrive?"}</h2>
      {data && <Findings of={data} zone={zone} />}
      {!data && error && (
        <Note tone="bad" title="The diagnosis could not be loaded">
          {problemWords(error)}
        </Note>
      )}
      {!data && !error && <SkeletonRows rows={2} />}
    </section>
  );
}

function Findings({ of, zone }: { of: Document; zone: Zone }) {
  const now = useNow();
  const asOf = useAsOfWords();
  const words = diagnosisWords(of, now, zone);
  return (
    <div className={classes.box}>
      <div className={classes.verdict} data-tone={words.tone} role="status" data-current>
        <Icon name={ICONS[words.tone]} size={18} />
        <h3>
          {words.title}
          {asOf && `, ${asOf}`}
        </h3>
        {words.text && (
          <p>
            <Heard text={words.text} of={of} zone={zone} />
          </p>
        )}
      </div>
      {words.steps.length > 0 && (
        <ol className={classes.steps} aria-label="What to do">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <FactList of={facts(of, now, zone)} />
      {of.watched_since !== null && (
        <p className={classes.foot}>
          From the broker’s log, read without a gap since{" "}
          <Moment at={of.watched_since} zone={zone} />. What was before is not known.
        </p>
      )}
    </div>
  );
}

/** The text of a verdict, which tells at most one time. */
function Heard({ text, of, zone }: { text: string; of: Document; zone: Zone }) {
  const told = { text, zone };
  switch (of.verdict) {
    case "taken_over":
      return <Sentence {...told} times={[of.takeovers.last]} as={age} />;
    case "disconnected":
      return <Sentence {...told} times={[of.last_disconnected]} />;
    case "unwatched":
      return <Sentence {...told} times={[of.watched_since]} />;
    default:
      return <Sentence {...told} times={[of.last_message]} as={age} />;
  }
}

function facts(of: Document, now: number, zone: Zone): Fact[] {
  const ended = endedWords(of, now, zone);
  const taken = takeoverWords(of, now, zone);
  return [
    [
      "Connected",
      <Sentence key="since" text={connectedWords(of, now, zone)} times={[of.since]} zone={zone} />,
    ],
    [
      of.connected ? "Connection before" : "Last connection",
      ended && <Sentence key="ended" text={ended} times={[of.last_disconnected]} zone={zone} />,
    ],
    [
      "Last reading received",
      of.last_message === null ? (
        "none"
      ) : (
        <Moment key="last" at={of.last_message} zone={zone} as={age} />
      ),
    ],
    ["Topic", <code key="topic">{of.topic}</code>],
    [
      "Taken over",
      taken && (
        <Sentence key="taken" text={taken} times={[of.takeovers.last]} zone={zone} as={age} />
      ),
    ],
    ["Rejected, this hour and the one before", rejectedWords(of)],
    ["Refused logins, all devices", refusedWords(of, now)],
  ];
}

function connectedWords(of: Document, now: number, zone: Zone): string {
  const from = of.address === null ? "" : ` from ${of.address}`;
  if (of.connected === null) return "not known";
  if (!of.connected) return of.address === null ? "no" : `no, last${from}`;
  return of.since === null ? `yes${from}` : `since ${near(of.since, now, zone)}${from}`;
}

function takeoverWords({ takeovers }: Document, now: number, zone: Zone): string | null {
  if (takeovers.last === null) return null;
  const often = takeovers.count === 1 ? "once" : `${count(takeovers.count)} times`;
  return `${often} in 24 h, last ${age(takeovers.last, now, zone)}`;
}

function rejectedWords({ rejects }: Document): string | null {
  if (rejects.length === 0) return null;
  return rejects.map(({ title, count: of }) => `${title}: ${count(of)}`).join(" · ");
}

/** Null if none was refused, or if the device is connected: then they are none of its own. */
function refusedWords({ refused, connected, verdict }: Document, now: number): string | null {
  if (refused.count === 0 || connected === true || verdict === "arriving") return null;
  const shown = refused.addresses.reduce((sum, { count: of }) => sum + of, 0);
  const from = refused.addresses.map(({ address, count: of }) => `${count(of)} from ${address}`);
  if (shown < refused.count)
    from.push(`${count(refused.count - shown)} from addresses not known or not shown`);
  return `${count(refused.count)} in ${duration(Math.max(60_000, now - refused.since))}: ${from.join(", ")}`;
}
