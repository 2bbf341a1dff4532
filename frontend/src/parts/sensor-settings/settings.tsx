"use client";
// What operators change of a sensor itself: its name and place, whether it is archived, and deleting it.
import { useSensorNow } from "@/data/api/sensor";
import { problemWords } from "@/data/problem-words";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { ArchiveSensor } from "./archive-sensor";
import { DeleteSensor } from "./delete-sensor";
import { SensorForm } from "./sensor-form";
import classes from "./settings.module.css";

/** @param onDeleted called once the sensor is gone */
export function SensorSettings({ id, onDeleted }: { id: string; onDeleted: () => void }) {
  const { data: sensor, error } = useSensorNow(id);
  if (!sensor)
    return error ? (
      <Note tone="bad" title="The sensor could not be loaded">
        {problemWords(error)} The page retries automatically.
      </Note>
    ) : (
      <SkeletonRows rows={2} />
    );
  return (
    <div className={classes.settings}>
      <SensorForm key={id} sensor={sensor} />
      <ArchiveSensor sensor={sensor} />
      <DeleteSensor sensor={sensor} onDeleted={onDeleted} />
    </div>
  );
}
