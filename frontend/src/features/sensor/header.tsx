"use client";
// The sensor's current state: value, limits, device, interval, and the site's time.
import type { ReactNode } from "react";
import { useMe } from "@/data/api/me";
import { useLasting } from "@/data/api/statistics";
import { deviceHref } from "@/domain/device-href";
import { unitSign } from "@/domain/format";
import { excursionWords, isOutOfRange } from "@/domain/lasting";
import { judgedDegrees } from "@/domain/verdict";
import { duration, exactDuration, spacing } from "@/time/duration";
import { useNow } from "@/time/now";
import { serverNow } from "@/time/server-clock";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { age, brief, clock, date } from "@/time/moment";
import { useReading } from "@/data/preferences";
import { may } from "@/domain/roles";
import { beyondLimits, doubtfulValue, judge, needsAttention, type Judged } from "@/domain/state";
import { qualityWords } from "@/domain/quality";
import type { Sensor, Unit } from "@/domain/types";
import { zoneWords } from "@/time/zone";
import { Crumbs } from "@/ui/crumbs";
import { PageLink } from "@/ui/page-link";
import { Sentence, Written } from "@/parts/moment";
import { StateMark } from "@/parts/state-mark";
import { boundsWords } from "./limits-words";
import classes from "./header.module.css";

/** @param actions buttons at the end of the title */
export function Header({
  sensor,
  zone,
  actions,
}: {
  sensor: Sensor;
  zone: string;
  actions?: ReactNode;
}) {
  const stateNow = useStateNow();
  const old = useIsOld();
  const judged = judge(sensor, stateNow);
  const out = isOutOfRange(judged);
  const excursion = useLasting(sensor, out ? judged.since : null, serverNow).data ?? undefined;
  const lasts = out
    ? spaced(excursionWords(judged, excursion, stateNow))
    : lastsWords(judged, stateNow);
  return (
    <header>
      <Crumbs here={sensor.place}>
        <PageLink href={`/?site=${sensor.site}`}>{sensor.site_name}</PageLink>
      </Crumbs>
      <div className={classes.title}>
        <h1>{sensor.name}</h1>
        <span data-testid="sensor-state">
          <StateMark
            state={judged.state}
            pill
            extra={<span className={classes.lasts}>{lasts}</span>}
          />
        </span>
        {actions && <span className={classes.actions}>{actions}</span>}
      </div>
      <dl className={classes.facts}>
        <div className={classes.now}>
          <dt className="visually-hidden">Latest</dt>
          <dd>
            <Hero sensor={sensor} judged={judged} old={old} out={out} />
          </dd>
          <dd className={classes.beside}>
            <Beside sensor={sensor} judged={judged} zone={zone} lasts={lasts} />
          </dd>
        </div>
        <LimitsFact sensor={sensor} zone={zone} />
        <div>
          <dt>Device</dt>
          <dd>
            <DeviceName sensor={sensor} />
          </dd>
          <dd>{sensor.channel && `channel ${sensor.channel}`}</dd>
        </div>
        <div>
          <dt>Expected interval</dt>
          <dd>{sensor.interval_s === null ? "not known yet" : spacing(sensor.interval_s)}</dd>
          <dd>
            {sensor.interval_s !== null &&
              `a gap after ${exactDuration(sensor.gap_after_s * 1000)}`}
          </dd>
        </div>
        <SiteClock zone={zone} own={zone !== sensor.time_zone} />
      </dl>
    </header>
  );
}

/** The device's name; for operators a link to its page. */
function DeviceName({ sensor: { device, site } }: { sensor: Sensor }) {
  const me = useMe().data;
  if (!device) return "none installed";
  const name = device.label ?? device.name;
  return may(me, "operator", site) ? (
    <PageLink className="link" href={deviceHref(device.name)}>
      {name}
    </PageLink>
  ) : (
    name
  );
}

const spaced = (words: string): string => (words === "" ? "" : ` ${words}`);

/** " for 40 min"; empty for states that need no attention, or if the start is unknown. */
function lastsWords(judged: Judged, now: number): string {
  return !needsAttention(judged.state) || judged.since === null
    ? ""
    : ` for ${duration(now - judged.since)}`;
}

function Hero({
  sensor,
  judged,
  old,
  out,
}: {
  sensor: Sensor;
  judged: Judged;
  old: boolean;
  out: boolean;
}) {
  const { unit } = useReading();
  return (
    <span
      className={classes.hero}
      data-old={old || judged.old || undefined}
      data-out={(out && !old) || undefined}
    >
      <span data-testid="latest-value">{judgedDegrees(judged.value, sensor.limits, unit)}</span>
      {judged.value !== null && <span className={classes.unit}>{unitSign(unit)}</span>}
    </span>
  );
}

/** The value compared with its limits. */
function againstWords(
  sensor: Sensor,
  judged: Judged,
  unit: Unit,
  now: number,
  zone: string,
): string {
  if (judged.state === "never") return sensor.latest ? "No valid reading yet" : "Never reported";
  const doubtful = doubtfulValue(sensor, judged, unit);
  const since = judged.since === null ? "" : ` since ${brief(judged.since, now, zone)}`;
  if (doubtful !== null) return `Doubtful values${since}: ${doubtful}`;
  if (judged.old)
    return judged.since === null ? "Unknown" : `Unknown since ${brief(judged.since, now, zone)}`;
  const beyond = beyondLimits(sensor, judged, unit);
  if (beyond)
    return `${beyond.by} ${unitSign(unit)} ${beyond.side} the ${beyond.side === "above" ? "high" : "low"} limit`;
  return sensor.limits ? "Within its limits" : "Not judged";
}

/** "latest reading suspect", "clock not set: …"; null if nothing is wrong with the newest reading. */
function doubtWords({ latest }: Sensor, judged: Judged): string | null {
  const words = qualityWords(latest?.quality ?? 0);
  return words === null || latest?.time === judged.time ? words : `latest reading: ${words}`;
}

function Beside({
  sensor,
  judged,
  zone,
  lasts,
}: {
  sensor: Sensor;
  judged: Judged;
  zone: string;
  lasts: string;
}) {
  const now = useNow();
  const stateNow = useStateNow();
  const { unit } = useReading();
  const out = isOutOfRange(judged);
  const doubt = doubtWords(sensor, judged);
  return (
    <>
      <span className={classes.against} data-out={out || undefined} data-current>
        <Sentence
          text={againstWords(sensor, judged, unit, stateNow, zone)}
          times={[judged.since]}
          zone={zone}
          as={brief}
        />
        {out && <span className={classes.phoneOnly}>{lasts}</span>}
      </span>
      {judged.time !== null && (
        <span>
          measured{" "}
          <Written at={judged.time} zone={zone}>
            {clock(judged.time, zone, true)}
          </Written>
          , {age(judged.time, now, zone)}
        </span>
      )}
      {doubt !== null && <span data-testid="doubt">{doubt}</span>}
    </>
  );
}

function LimitsFact({ sensor, zone }: { sensor: Sensor; zone: string }) {
  const { unit } = useReading();
  const { limits } = sensor;
  if (!limits)
    return (
      <div>
        <dt>Limits</dt>
        <dd>none set</dd>
      </div>
    );
  return (
    <div>
      <dt>Limits</dt>
      <dd>{boundsWords(limits, unit)}</dd>
      <dd>
        since{" "}
        <Written at={limits.since} zone={zone}>
          {date(limits.since, zone, true)}
        </Written>
      </dd>
    </div>
  );
}

function SiteClock({ zone, own }: { zone: string; own: boolean }) {
  const now = useNow();
  return (
    <div className={classes.clock}>
      <dt>{own ? "Your time" : "Site time"}</dt>
      <dd>
        <Written at={now} zone={zone}>
          {clock(now, zone, true)}
        </Written>
      </dd>
      <dd>{zoneWords(now, zone)}</dd>
    </div>
  );
}
