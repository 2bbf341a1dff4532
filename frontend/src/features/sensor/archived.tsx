"use client";
// Says that a sensor is archived; operators restore it.
import { useMe } from "@/data/api/me";
import { may } from "@/domain/roles";
import type { SensorDetail } from "@/domain/types";
import { RestoreSensor } from "@/parts/sensor-settings/archive-sensor";
import { serverNow } from "@/time/server-clock";
import { brief } from "@/time/moment";
import { Note } from "@/ui/note";
import classes from "./archived.module.css";

export function Archived({ sensor, zone }: { sensor: SensorDetail; zone: string }) {
  const me = useMe().data;
  if (sensor.archived === null && sensor.site_archived === null) return null;
  const since = (at: number | null) => `since ${brief(at ?? 0, serverNow(), zone)}`;
  if (sensor.archived === null)
    return (
      <div className={classes.archived} data-testid="archived">
        <Note title={`${sensor.site_name} has been archived ${since(sensor.site_archived)}`}>
          The site is hidden with all its sensors. Their history is kept, and an administrator can
          restore it.
        </Note>
      </div>
    );
  const operator = may(me, "operator", sensor.site);
  return (
    <div className={classes.archived} data-testid="archived">
      <Note
        title={`Archived ${since(sensor.archived)}`}
        actions={operator && <RestoreSensor sensor={sensor} />}
      >
        This sensor is hidden from every list. Its history is kept.
        {!operator && " An operator of the site can restore it."}
      </Note>
    </div>
  );
}
