"use client";
// What the sensor is now: state, value, limits, device, interval, and the site's clock.
import type { ReactNode } from "react";
import { useMe } from "@/data/api/me";
import { distance, temperature, unitSign, degrees } from "@/domain/format";
import { duration, exactDuration } from "@/time/duration";
import { useNow } from "@/time/now";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { age, brief, clock, date } from "@/time/moment";
import { useReading } from "@/data/preferences";
import { may } from "@/domain/roles";
import { known, limitsText, type Known } from "@/domain/state";
import type { Sensor, Unit } from "@/domain/types";
import { zoneWords } from "@/time/zone";
import { Icon } from "@/ui/icon";
import { PageLink } from "@/ui/page-link";
import { StateMark } from "@/parts/state-mark";
import classes from "./header.module.css";

/** @param actions what can be done with the view, at the end of the title */
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
  const is = known(sensor, stateNow);
  const out = is.state === "above" || is.state === "below";
  const lasts = lastsWords(is, stateNow);
  return (
    <header>
      <nav className={classes.crumbs} aria-label="Breadcrumb">
        <PageLink href={`/?site=${sensor.site}`}>{sensor.site_name}</PageLink>
        {sensor.place && (
          <>
            <Icon name="right" size={12} />
            {sensor.place}
          </>
        )}
      </nav>
      <div className={classes.title}>
        <h1>{sensor.name}</h1>
        <span data-testid="sensor-state">
          <StateMark state={is.state} pill extra={<span className={classes.lasts}>{lasts}</span>} />
        </span>
        {actions && <span className={classes.actions}>{actions}</span>}
      </div>
      <dl className={classes.facts}>
        <div className={classes.now}>
          <dt className="visually-hidden">Latest</dt>
          <dd>
            <Hero is={is} old={old} out={out} />
          </dd>
          <dd className={classes.beside}>
            <Beside sensor={sensor} is={is} zone={zone} />
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
          <dd>
            {sensor.interval_s === null ? "not known yet" : exactDuration(sensor.interval_s * 1000)}
          </dd>
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

/** Operators come from here to the device. */
function DeviceName({ sensor: { device, site } }: { sensor: Sensor }) {
  const me = useMe().data;
  if (!device) return "none installed";
  const name = device.label ?? device.name;
  return may(me, "operator", site) ? (
    <PageLink className="link" href={`/devices/${device.name}`}>
      {name}
    </PageLink>
  ) : (
    name
  );
}

/** " for 40 min", where a state is worth its length and that is known. */
function lastsWords(is: Known, now: number): string {
  return is.state === "in_range" || is.state === "never" || is.since === null
    ? ""
    : ` for ${duration(now - is.since)}`;
}

function Hero({ is, old, out }: { is: Known; old: boolean; out: boolean }) {
  const { unit } = useReading();
  return (
    <span
      className={classes.hero}
      data-old={old || is.old || undefined}
      data-out={(out && !old) || undefined}
    >
      <span data-testid="latest-value">{degrees(is.value, unit)}</span>
      {is.value !== null && <span className={classes.unit}>{unitSign(unit)}</span>}
    </span>
  );
}

/** The first line beside the value: how it stands to its limits. */
function againstWords(sensor: Sensor, is: Known, unit: Unit, now: number, zone: string): string {
  const { low = null, high = null } = sensor.limits ?? {};
  if (is.state === "never") return sensor.latest ? "No valid reading yet" : "Never reported";
  if (is.old) return is.since === null ? "Unknown" : `Unknown since ${brief(is.since, now, zone)}`;
  if (is.value !== null && high !== null && is.value > high)
    return `${distance(is.value - high, unit)} ${unitSign(unit)} above the high limit`;
  if (is.value !== null && low !== null && is.value < low)
    return `${distance(low - is.value, unit)} ${unitSign(unit)} below the low limit`;
  return low === null && high === null ? "No limits set" : "Within its limits";
}

function Beside({ sensor, is, zone }: { sensor: Sensor; is: Known; zone: string }) {
  const now = useNow();
  const stateNow = useStateNow();
  const { unit } = useReading();
  const out = is.state === "above" || is.state === "below";
  return (
    <>
      <span className={classes.against} data-out={out || undefined}>
        {againstWords(sensor, is, unit, stateNow, zone)}
        {out && <span className={classes.phoneOnly}>{lastsWords(is, stateNow)}</span>}
      </span>
      {is.time !== null && (
        <span>
          measured {clock(is.time, zone, true)}, {age(is.time, now, zone)}
        </span>
      )}
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
  const one = limits.low === null || limits.high === null;
  const text = one
    ? `${limits.low === null ? "up to" : "from"} ${temperature(limits.low ?? limits.high, unit)}`
    : `${limitsText(limits.low, limits.high, unit)} ${unitSign(unit)}`;
  return (
    <div>
      <dt>Limits</dt>
      <dd>{text}</dd>
      <dd>since {date(limits.since, zone, true)}</dd>
    </div>
  );
}

function SiteClock({ zone, own }: { zone: string; own: boolean }) {
  const now = useNow();
  return (
    <div className={classes.clock}>
      <dt>{own ? "Your time" : "Site time"}</dt>
      <dd>{clock(now, zone, true)}</dd>
      <dd>{zoneWords(now, zone)}</dd>
    </div>
  );
}
