"use client";
// Says that a sensor is archived; operators restore it.
import { Sentence } from "@/parts/moment";
import { useMe } from "@/data/api/me";
import { may } from "@/domain/roles";
import type { SensorDetail } from "@/domain/types";
import { RestoreSensor } from "@/parts/sensor-settings/archive-sensor";
import { useNow } from "@/time/now";
import { brief } from "@/time/moment";
import { Note } from "@/ui/note";
import classes from "./archived.module.css";

export function Archived({ sensor, zone }: { sensor: SensorDetail; zone: string }) {
  const me = useMe().data;
  const now = useNow();
  if (sensor.archived === null && sensor.site_archived === null) return null;
  const told = (words: string, at: number | null) => (
    <Sentence
      text={`${words} since ${brief(at ?? 0, now, zone)}`}
      times={[at]}
      zone={zone}
      as={brief}
    />
  );
  if (sensor.archived === null)
    return (
      <div className={classes.archived} data-testid="archived">
        <Note title={told(`${sensor.site_name} has been archived`, sensor.site_archived)}>
          The site is hidden with all its sensors. Their history is kept, and an administrator can
          restore it.
        </Note>
      </div>
    );
  const operator = may(me, "operator", sensor.site);
  return (
    <div className={classes.archived} data-testid="archived">
      <Note
        title={told("Archived", sensor.archived)}
        actions={operator && <RestoreSensor sensor={sensor} />}
      >
        This sensor is hidden from every list. Its history is kept.
        {!operator && " An operator of the site can restore it."}
      </Note>
    </div>
  );
}
