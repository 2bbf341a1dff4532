"use client";
// What Isotherm sees of the device: its credentials, whether it says it is online, its first message.
import { Moment, Written } from "@/parts/moment";
import { useEffect, useState, type ReactNode } from "react";
import { deviceHref } from "@/domain/device-href";
import { mayBeTemperature, sentNumber } from "@/domain/evidence";
import { degrees, unitSign, SPACE } from "@/domain/format";
import { qualityWords } from "@/domain/quality";
import type { Broker, DeviceDetail } from "@/domain/types";
import { useReading } from "@/data/preferences";
import { clock, fullText } from "@/time/moment";
import { duration } from "@/time/duration";
import { useNow } from "@/time/now";
import { serverNow } from "@/time/server-clock";
import { Button, ButtonLink } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Hints } from "./hints";
import classes from "./live-card.module.css";
import { credentialMark, heardOf, stateWords, type Mark } from "./words";

const LONG_MS = 60_000;

export function LiveCard({
  device,
  broker,
  zone,
  adopting,
  onAdopt,
}: {
  device: DeviceDetail;
  broker: Broker | undefined;
  /** The home site's zone. */
  zone: string;
  /** The form that installs its channels is open. */
  adopting: boolean;
  onAdopt: () => void;
}) {
  const now = useNow();
  const [since] = useState(serverNow);
  const heard = heardOf(device);
  const credential = credentialMark(device.credential, broker, device.name);
  const appliedAt = device.credential.applied;
  const waited = Math.max(0, now - (appliedAt ?? since));
  return (
    <aside className={classes.live} aria-label="Live" data-next={(heard && !adopting) || undefined}>
      <div className={classes.card}>
        <header>
          <h2>Live</h2>
          <span className={classes.pill} data-state={heard ? "received" : "waiting"}>
            <Icon name={heard ? "ok" : "silent"} />
            {heard ? "Received" : "Waiting"}
          </span>
        </header>
        <p className="visually-hidden" role="status">
          {stateWords(device)}
        </p>
        <ol className={classes.marks} data-testid="live-marks">
          <Step
            mark={credential}
            at={appliedAt === null ? null : <Clock at={appliedAt} zone={zone} />}
          />
          {device.connection === "online" && (
            <Step
              mark={{
                state: "done",
                title: "Says it is online",
                about: `Retained on sensors/${device.name}/status`,
              }}
              at={
                device.connection_at === null ? null : (
                  <Clock at={device.connection_at} zone={zone} />
                )
              }
            />
          )}
          {heard ? (
            <Step
              mark={{
                state: "done",
                title: "First message received",
                about: `On channel ${heard.channel.name}`,
              }}
              at={<Clock at={heard.channel.created} zone={zone} />}
            />
          ) : (
            <Step
              mark={{
                state: "waiting",
                title: "Waiting for its first message…",
                about: `Looking at sensors/${device.name}/+. This page updates automatically.`,
              }}
              at={duration(waited)}
            />
          )}
        </ol>
        {heard ? (
          <Received device={device} zone={zone} adopting={adopting} onAdopt={onAdopt} />
        ) : (
          <Hints device={device} zone={zone} long={waited > LONG_MS} />
        )}
      </div>
      <p className={classes.foot}>
        You can close this page. The device is kept, and what it sends waits under Proposals until
        someone installs it on a sensor.
      </p>
    </aside>
  );
}

const Clock = ({ at, zone }: { at: number; zone: string }) => (
  <Written at={at} zone={zone}>
    {clock(at, zone, true)}
  </Written>
);

function Step({ mark, at }: { mark: Mark; at: ReactNode }) {
  const icon = mark.state === "done" ? "ok" : mark.state === "bad" ? "alert" : "wait";
  return (
    <li data-state={mark.state}>
      <Icon name={icon} size={20} className={mark.state === "waiting" ? classes.turning : ""} />
      <span className={classes.title}>{mark.title}</span>
      <span className={classes.at}>{at}</span>
      <span className={classes.about}>{mark.about}</span>
    </li>
  );
}

function Received({
  device,
  zone,
  adopting,
  onAdopt,
}: {
  device: DeviceDetail;
  zone: string;
  adopting: boolean;
  onAdopt: () => void;
}) {
  const { unit } = useReading();
  const heard = heardOf(device);
  const [adopt, setAdopt] = useState<HTMLButtonElement | null>(null);
  useEffect(() => {
    // The next thing to do, unless the reader is doing something else.
    if (document.activeElement === document.body) adopt?.focus({ preventScroll: true });
  }, [adopt]);
  if (!heard) return null;
  const { channel, last } = heard;
  const others = device.channels.length - 1;
  return (
    <div className={classes.received} data-testid="received">
      <p className={classes.channel}>Channel {channel.name}</p>
      {channel.name_says && <p className={classes.channel}>{channel.name_says.why}</p>}
      <p className={classes.value}>
        {last.value === null ? (
          "fault"
        ) : !mayBeTemperature(channel) ? (
          sentNumber(last.value, channel.unit ?? "C")
        ) : (
          <>
            {degrees(last.value, unit)}
            <small>
              {SPACE}
              {unitSign(unit)}
            </small>
          </>
        )}
      </p>
      <dl>
        <dt>Measured</dt>
        <dd>
          <Moment at={last.measured} zone={zone} as={fullText} />
        </dd>
        <dt>Quality</dt>
        <dd>{last.value === null ? "no value" : (qualityWords(last.quality) ?? "good")}</dd>
        {others > 0 && (
          <>
            <dt>Channels</dt>
            <dd>{others + 1}</dd>
          </>
        )}
      </dl>
      {!adopting && (
        <div className={classes.actions}>
          <Button kind="primary" ref={setAdopt} onClick={onAdopt}>
            Adopt
          </Button>
          <ButtonLink href={deviceHref(device.name)}>Later</ButtonLink>
        </div>
      )}
    </div>
  );
}
