"use client";
// Deleting a sensor that has never had a reading; the others say why they stay.
import { useState } from "react";
import { useDeleteSensor } from "@/data/api/site-sensors";
import type { SensorDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { NotDone } from "./archive-sensor";
import classes from "./settings.module.css";

export function DeleteSensor({
  sensor,
  onDeleted,
}: {
  sensor: SensorDetail;
  onDeleted: () => void;
}) {
  const remove = useDeleteSensor(sensor.id, onDeleted);
  const [asked, setAsked] = useState(false);
  return (
    <section className={classes.section} aria-labelledby="delete-sensor">
      <h2 id="delete-sensor">Delete</h2>
      <p>
        {sensor.deletable
          ? "No reading was ever stored for this sensor. Its limits go with it, and channels that are installed on it become proposals again."
          : "It has a history, so it cannot be deleted. Archive it instead."}
      </p>
      <NotDone title="Not deleted" error={remove.error} />
      {sensor.deletable && (
        <Actions>
          {asked ? (
            <>
              <Button
                kind="danger"
                autoFocus
                disabled={remove.isPending}
                onClick={() => remove.mutate(sensor.etag)}
              >
                Delete {sensor.name}
              </Button>
              <Button onClick={() => setAsked(false)}>Keep it</Button>
            </>
          ) : (
            <Button kind="danger" onClick={() => setAsked(true)}>
              <Icon name="trash" />
              Delete sensor
            </Button>
          )}
        </Actions>
      )}
    </section>
  );
}
