"use client";
// The foot of the rail: whether the page is live, and the time zone of its times.
import { clock } from "@/time/moment";
import { useLive } from "@/data/live/live";
import { useNow } from "@/time/now";
import { useReading } from "@/data/preferences";
import { zoneWords } from "@/time/zone";
import { usePlace } from "./use-place";
import classes from "./rail-foot.module.css";

export function RailFoot() {
  const { phase, lastHeard } = useLive();
  const now = useNow();
  const reading = useReading();
  const { sensor } = usePlace();
  const zone = sensor ? reading.zoneOf(sensor.time_zone) : reading.zone;
  const whose = sensor && !reading.ownZone ? "Site time" : "Your zone";
  return (
    <div className={`${classes.foot} figures`} data-testid="live-state" data-phase={phase}>
      {phase === "live" &&
        lastHeard !== null &&
        `Live, last update ${clock(lastHeard, zone, true)}`}
      {phase === "connecting" && "Connecting"}
      {phase === "waiting" &&
        (lastHeard === null ? "Not live" : `Not live since ${clock(lastHeard, zone)}`)}
      {phase === "ended" && "Not live, signed out"}
      <br />
      {whose}, {zoneWords(now, zone)}
    </div>
  );
}
