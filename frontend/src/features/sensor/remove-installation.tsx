"use client";
// The confirmation to delete an installation, with the effect on the history.
import { useRemoveInstallation } from "@/data/api/installations";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { Installation, Sensor } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";
import { spanWords } from "@/parts/install/installation-words";

export function RemoveInstallation({
  sensor,
  installation,
  zone,
  onDone,
}: {
  sensor: Sensor;
  installation: Installation;
  zone: string;
  onDone: () => void;
}) {
  const remove = useRemoveInstallation(sensor.id);
  const send = () => remove.mutate(installation, { onSuccess: onDone });
  const source = `${installation.device}/${installation.channel}`;
  return (
    <Card title="Delete this installation?" onClose={onDone} testId="remove-installation">
      <p>
        {source} supplied {sensor.name} {spanWords(installation, zone)}. Without this installation,
        readings from that period are no longer in the history of {sensor.name}. The readings stay
        stored and reappear when the channel is installed again.
      </p>
      {hasStatus(remove.error, 412) ? (
        <Raced what="This installation" busy={remove.isPending} onKeep={onDone} onSet={send}>
          <p>It is now {spanWords(installation, zone)}. You were deleting it.</p>
        </Raced>
      ) : (
        <>
          {remove.isError && (
            <Note tone="bad" title="Not deleted">
              {problemWords(remove.error)}
            </Note>
          )}
          <Actions>
            <Button kind="danger" disabled={remove.isPending} onClick={send}>
              Delete this installation
            </Button>
            <Button onClick={onDone}>Keep it</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
