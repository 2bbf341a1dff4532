"use client";
// Removing a device, confirmed by typing its name, with what happens to its readings said first.
import { useState, type SubmitEvent } from "react";
import { useRemoveDevice } from "@/data/api/device-account";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, TextField } from "@/ui/field";
import classes from "@/ui/form.module.css";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { consequences } from "./remove-words";

export function RemoveDevice({
  device,
  onRemoved,
  onDone,
}: {
  device: DeviceDetail;
  onRemoved: () => void;
  onDone: () => void;
}) {
  const remove = useRemoveDevice(device.name);
  const [typed, setTyped] = useState("");
  const matches = typed.trim() === device.name;
  const send = () => remove.mutate(device.etag, { onSuccess: onRemoved });
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (matches) send();
  };
  return (
    <Card title={`Remove ${device.name}?`} onClose={onDone} testId="remove-device">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {consequences(device).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <TextField
          label={`Type ${device.name} to confirm`}
          name="confirm"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {hasStatus(remove.error, 412) ? (
          <Raced what="This device" busy={remove.isPending} onKeep={onDone} onSet={send}>
            <p>Someone else changed it. Its current details are shown.</p>
          </Raced>
        ) : (
          <>
            {remove.isError && (
              <Note tone="bad" title="Not removed">
                {problemWords(remove.error)}
              </Note>
            )}
            <Actions>
              <Button
                type="submit"
                className={classes.danger}
                disabled={!matches || remove.isPending}
              >
                Remove
              </Button>
              <Button onClick={onDone}>Keep it</Button>
            </Actions>
          </>
        )}
      </form>
    </Card>
  );
}
