"use client";
// Readings and rejects an hour of the last 48 hours, as bars; as a table for screen readers.
import { useActivity } from "@/data/api/device-activity";
import { problemWords } from "@/data/problem-words";
import { count } from "@/domain/format";
import type { DeviceDetail } from "@/domain/types";
import { Moment } from "@/parts/moment";
import { clock, day, near } from "@/time/moment";
import { useNow } from "@/time/now";
import { startOfDay } from "@/time/zone";
import { nameOf, type Zone } from "@/time/zoned";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { activityBars, dayShift, totalWords, type Bar } from "./activity-shape";
import { useDeviceZone } from "./use-device-zone";
import classes from "./activity.module.css";

const STEP = 12;
const WIDTH = 48 * STEP;
const HEIGHT = 72;
const HOUR = 3_600_000;

export function Activity({ device }: { device: DeviceDetail }) {
  const { data, error } = useActivity(device.name);
  const zone = useDeviceZone(device);
  const now = Math.floor(useNow() / HOUR) * HOUR;
  if (!data && error)
    return (
      <Note tone="bad" title="The readings an hour could not be loaded">
        {problemWords(error)}
      </Note>
    );
  if (!data) return <SkeletonRows rows={1} />;
  const { bars, most } = activityBars(data.hours, now);
  return (
    <section aria-labelledby="activity" data-testid="activity">
      <h2 id="activity">Readings an hour</h2>
      <p className={classes.total}>{totalWords(data.hours)}</p>
      {most > 0 && <Bars bars={bars} most={most} zone={zone} now={now} />}
      <Hours bars={bars} zone={zone} />
    </section>
  );
}

function Bars({ bars, most, zone, now }: { bars: Bar[]; most: number; zone: Zone; now: number }) {
  const x = (i: number) => i * STEP;
  const midnights = bars.flatMap((bar, i) =>
    bar.hour === startOfDay(bar.hour, nameOf(zone)) ? [{ i, name: day(bar.hour, zone) }] : [],
  );
  return (
    <div className={classes.plot}>
      <span className={classes.most}>{count(most)}</span>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        data-testid="activity-bars"
      >
        {midnights.map(({ i }) => (
          <line key={i} className={classes.midnight} x1={x(i)} x2={x(i)} y1="0" y2={HEIGHT} />
        ))}
        {bars.map((bar, i) => (
          <g key={bar.hour}>
            <title>{`${near(bar.hour, now, zone)} to ${clock(bar.hour + HOUR, zone)}: ${count(bar.readings)} readings, ${count(bar.rejects)} rejects`}</title>
            <rect className={classes.ground} x={x(i)} y="0" width={STEP} height={HEIGHT} />
            <rect
              className={classes.readings}
              x={x(i) + 1}
              y={HEIGHT * (1 - bar.readingShare)}
              width={STEP - 2}
              height={HEIGHT * bar.readingShare}
            />
            <rect
              className={classes.rejects}
              x={x(i) + 1}
              y={Math.max(0, HEIGHT * (1 - bar.readingShare - bar.rejectShare))}
              width={STEP - 2}
              height={HEIGHT * bar.rejectShare}
            />
          </g>
        ))}
        <line className={classes.axis} x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <div
        className={classes.days}
        aria-hidden="true"
        style={{ transform: dayShift(midnights.at(-1), bars.length) }}
      >
        {midnights.map(({ i, name }) => (
          <span key={i} style={{ left: `${(x(i) / WIDTH) * 100}%` }}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}

/** What the bars show, for those who cannot see them. */
function Hours({ bars, zone }: { bars: Bar[]; zone: Zone }) {
  const some = bars.filter(({ readings, rejects }) => readings + rejects > 0);
  // A table alone would be as wide as its content, though it is hidden.
  return (
    <div className="visually-hidden">
      <table>
        <caption>
          Readings and rejects an hour, newest first; hours without any are left out
        </caption>
        <thead>
          <tr>
            <th scope="col">Hour from</th>
            <th scope="col">Readings</th>
            <th scope="col">Rejects</th>
          </tr>
        </thead>
        <tbody>
          {some.reverse().map((bar) => (
            <tr key={bar.hour}>
              <th scope="row">
                <Moment at={bar.hour} zone={zone} />
              </th>
              <td>{bar.readings}</td>
              <td>{bar.rejects}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
