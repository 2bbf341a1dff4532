"use client";
// The foot of the rail: whether the page is live, and the time zone of its times.
import { clock } from "@/time/moment";
import { useLive } from "@/data/live/live";
import { useOwnZone } from "@/data/zones";
import { Written } from "@/parts/moment";
import { usePageZoneWords } from "./page-zone";
import classes from "./rail-foot.module.css";

export function RailFoot() {
  const { phase, lastHeard } = useLive();
  const zone = useOwnZone();
  const words = usePageZoneWords();
  return (
    <div className={`${classes.foot} figures`} data-testid="live-state" data-phase={phase}>
      {phase === "live" && lastHeard !== null && (
        <>
          Live, last update{" "}
          <Written at={lastHeard} zone={zone}>
            {clock(lastHeard, zone, true)}
          </Written>
        </>
      )}
      {phase === "connecting" && "Connecting"}
      {phase === "waiting" &&
        (lastHeard === null ? (
          "Not live"
        ) : (
          <>
            Not live since{" "}
            <Written at={lastHeard} zone={zone}>
              {clock(lastHeard, zone)}
            </Written>
          </>
        ))}
      {phase === "ended" && "Not live, signed out"}
      <br />
      <span data-testid="page-zone">{words}</span>
    </div>
  );
}
