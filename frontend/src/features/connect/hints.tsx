"use client";
// What to look at if nothing arrives: what the broker's log and the rejects show, else the usual mistakes.
import Link from "next/link";
import type { ReactNode } from "react";
import { useDiagnosis } from "@/data/api/diagnosis";
import { diagnosisWords } from "@/domain/diagnosis-words";
import { ONE_PROBE } from "@/domain/snippets/target";
import type { DeviceDetail, Diagnosis } from "@/domain/types";
import { useNow } from "@/time/now";
import { Icon } from "@/ui/icon";
import classes from "./hints.module.css";

/** Verdicts that are news at once; the others are what every new device begins with. */
const AT_ONCE: ReadonlySet<Diagnosis["verdict"]> = new Set([
  "rejected",
  "connected_silent",
  "taken_over",
]);

export const isTelling = (diagnosis: Diagnosis | undefined, long: boolean): boolean =>
  diagnosis !== undefined &&
  (AT_ONCE.has(diagnosis.verdict) ||
    (long && diagnosis.verdict !== "unwatched" && diagnosis.verdict !== "arriving"));

export function Hints({
  device,
  zone,
  long,
}: {
  device: DeviceDetail;
  zone: string;
  /** It has been awaited for more than a minute. */
  long: boolean;
}) {
  const now = useNow();
  const diagnosis = useDiagnosis(device.name).data;
  if (diagnosis && isTelling(diagnosis, long)) {
    const words = diagnosisWords(diagnosis, now, zone);
    return (
      <div
        className={classes.hints}
        data-long
        data-testid="verdict"
        data-verdict={diagnosis.verdict}
      >
        <div role="status">
          <h3>{words.title}</h3>
          <p>{words.text}</p>
        </div>
        <ul>
          {words.steps.map((step) => (
            <Hint key={step}>{step}</Hint>
          ))}
          {diagnosis.verdict === "rejected" && <RejectsHint device={device.name} />}
        </ul>
      </div>
    );
  }
  return (
    <div className={classes.hints} data-long={long || undefined}>
      <h3>Nothing after a minute?</h3>
      <ul>
        <Hint>
          The last part of the topic is the channel. A device with one probe uses{" "}
          <code>{ONE_PROBE}</code>.
        </Hint>
        <Hint>
          Send a number, like <code>12.6</code>, or <code>{'{"value": 12.6}'}</code>. With a comma
          for the point, or more than a number and its unit, it is rejected.
        </Hint>
        <RejectsHint device={device.name} />
      </ul>
    </div>
  );
}

const RejectsHint = ({ device }: { device: string }) => (
  <Hint>
    What could not be read is kept under{" "}
    <Link className="link" href={`/ledger?device=${device}`} target="_blank">
      Rejects
    </Link>
    , with the reason.
  </Hint>
);

const Hint = ({ children }: { children: ReactNode }) => (
  <li>
    <Icon name="info" />
    <span>{children}</span>
  </li>
);
