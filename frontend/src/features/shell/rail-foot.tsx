"use client";
// At the rail's foot: whether the page is live, and whose clock its times are on.
import { clock } from "@/lib/moment";
import { useLive } from "@/lib/live/live";
import { useNow } from "@/lib/live/now";
import { useReading } from "@/lib/preferences";
import { zoneWords } from "@/lib/zone";
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
      {phase === "live" && lastHeard !== null && `Live, last update ${clock(lastHeard, zone, true)}`}
      {phase === "connecting" && "Connecting"}
      {phase === "waiting" && (lastHeard === null ? "Not live" : `Not live since ${clock(lastHeard, zone)}`)}
      {phase === "ended" && "Not live, signed out"}
      <br />
      {whose}, {zoneWords(now, zone)}
    </div>
  );
}
