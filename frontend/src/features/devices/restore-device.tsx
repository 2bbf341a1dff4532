"use client";
// Bringing back a removed device.
import { useSaveDevice } from "@/data/api/devices";
import { problemWords } from "@/data/problem-words";
import type { DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";

export function RestoreDevice({ device, onDone }: { device: DeviceDetail; onDone: () => void }) {
  const save = useSaveDevice(device.name);
  const send = () =>
    save.mutate({ changes: { removed: false }, etag: device.etag }, { onSuccess: onDone });
  return (
    <Card title={`Restore ${device.name}?`} onClose={onDone} testId="restore-device">
      <p>
        It appears among the devices again, with its channels and readings. Its installations stay
        ended, and it needs a new password before it can connect.
      </p>
      {save.isError && (
        <Note tone="bad" title="Not restored">
          {problemWords(save.error)}
        </Note>
      )}
      <Actions>
        <Button kind="primary" disabled={save.isPending} onClick={send}>
          Restore
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </Actions>
    </Card>
  );
}
