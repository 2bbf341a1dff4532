"use client";
// The sensor page without a sensor, without data, or after a failed request.
import { ApiProblem } from "@/data/api/http";
import { failedTitle, problemWords } from "@/data/problem-words";
import { isSignedOut } from "@/data/session";
import { Again } from "@/parts/session/again";
import { serverNow } from "@/time/server-clock";
import type { Zone } from "@/time/zoned";
import { Sentence } from "@/parts/moment";
import { clock, date } from "@/time/moment";
import { Skeleton, Waiting } from "@/ui/skeleton";
import { Button, ButtonLink } from "@/ui/button";
import { Placeholder } from "@/ui/placeholder";
import { rangeWords } from "@/parts/range/range-bar";
import type { RangeControl } from "@/parts/range/use-range";
import classes from "./graph-panel.module.css";

const DAY = 86_400_000;
/** The height of the line above the graph, and with it of the axes, in pixels. */
const LEGEND = 22;
const AXES = 74;

export function NoSuchSensor() {
  return (
    <Placeholder
      icon="search"
      title="Sensor not found"
      level={1}
      actions={<ButtonLink href="/">Go to overview</ButtonLink>}
    >
      It may have been removed, or it is at a site you have no access to. Ask the person who sent
      you the link who manages that site.
    </Placeholder>
  );
}

const requestNote = (error: unknown) =>
  error instanceof ApiProblem && error.requestId ? `Request ${error.requestId}` : null;

export function SensorFailed({ error }: { error: unknown }) {
  return (
    <Placeholder
      icon="alert"
      level={1}
      title={failedTitle(error, "This sensor could not be loaded")}
      actions={<Again error={error} />}
      note={requestNote(error)}
    >
      {isSignedOut(error)
        ? "Signing in returns to this view."
        : "The page retries every few seconds."}
    </Placeholder>
  );
}

export function SensorLoading() {
  return (
    <Waiting>
      <h1 className="visually-hidden">Sensor</h1>
      <div style={{ display: "grid", gap: 12, paddingTop: 4 }}>
        <Skeleton width={180} height={10} />
        <Skeleton width={320} height={22} />
        <Skeleton width={540} height={40} />
        <Skeleton width="100%" height={400} />
      </div>
    </Waiting>
  );
}

/** @param height that of the graph to come, in pixels; null before it is known */
export function GraphLoading({ height, phone }: { height: number | null; phone: boolean }) {
  const tall = (height ?? (phone ? 300 : 372)) + LEGEND;
  return (
    <Waiting>
      <div className={classes.loading} style={{ height: tall }}>
        <Skeleton width="100%" height={tall - AXES} />
      </div>
    </Waiting>
  );
}

export function GraphFailed({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <Placeholder
      icon="alert"
      title="This graph could not be loaded"
      actions={<Again error={error} onAgain={onAgain} />}
      note={requestNote(error)}
    >
      {problem ? `${problemWords(problem)} ` : ""}
      Your range and settings are kept.
    </Placeholder>
  );
}

/** Shown instead of the graph for a range that starts in the future. */
export function NotYet({
  view,
  zone,
  range,
}: {
  view: { from: number; to: number };
  zone: string;
  range: RangeControl;
}) {
  return (
    <Placeholder
      icon="calendar"
      title="This range is in the future"
      actions={
        <Button kind="primary" onClick={range.follow}>
          Follow live
        </Button>
      }
    >
      There are no readings yet for {rangeWords(view.from, view.to, zone, false, serverNow())}.
    </Placeholder>
  );
}

/** Shown for a range without readings, with a link to the first reading. */
export function NoData({
  first,
  view,
  zone,
  range,
}: {
  first: number | null;
  view: { from: number; to: number };
  zone: string;
  range: RangeControl;
}) {
  const before = first !== null && first >= view.to;
  const span = view.to - view.from;
  const why =
    first === null
      ? "This sensor has never reported."
      : before
        ? `Its first reading was on ${date(first, zone, true)} at ${clock(first, zone)}.`
        : "No valid readings were received then.";
  const inZone = { zone, as: (at: number, _now: number, zone: Zone) => clock(at, zone) };
  return (
    <div className={classes.none} role="status">
      <p>
        <b>
          No data for{" "}
          <Sentence
            text={rangeWords(view.from, view.to, zone, false, serverNow())}
            times={[view.from, view.to]}
            {...inZone}
          />
          .
        </b>{" "}
        <Sentence text={why} times={[first]} {...inZone} />
      </p>
      {before && (
        <Button
          size="sm"
          onClick={() =>
            range.show({
              from: first - span / 20,
              to: Math.min(serverNow(), first + span) || first + DAY,
            })
          }
        >
          Go to first reading
        </Button>
      )}
    </div>
  );
}
