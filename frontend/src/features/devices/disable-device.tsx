"use client";
// Disabling a device, or enabling it again: what it does first.
import { useState } from "react";
import { useSaveDevice } from "@/data/api/devices";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";

export function DisableDevice({ device, onDone }: { device: DeviceDetail; onDone: () => void }) {
  const save = useSaveDevice(device.name);
  // what was asked for when it was opened: the device may change before it closes
  const [disable] = useState(device.disabled === null);
  const elsewhere = device.credential.state === "elsewhere";
  const send = () =>
    save.mutate({ changes: { disabled: disable }, etag: device.etag }, { onSuccess: onDone });
  return (
    <Card
      title={disable ? `Disable ${device.name}?` : `Enable ${device.name}?`}
      onClose={onDone}
      testId="disable-device"
    >
      <p>
        {disable
          ? "The broker disconnects it at once and refuses it until it is enabled again. Its sensors turn silent; its readings, channels and installations stay. No other device is disconnected."
          : "It may log in again with the password that it has."}
      </p>
      {elsewhere && (
        <p>
          Isotherm does not administer this broker: whoever does has to{" "}
          {disable ? "disable" : "enable"} the account there, too.
        </p>
      )}
      {hasStatus(save.error, 412) ? (
        <Raced what="This device" busy={save.isPending} onKeep={onDone} onSet={send}>
          <p>Someone else changed it. Its current details are shown.</p>
        </Raced>
      ) : (
        <>
          {save.isError && (
            <Note tone="bad" title="Not changed">
              {problemWords(save.error)}
            </Note>
          )}
          <Actions>
            <Button kind="primary" disabled={save.isPending} onClick={send}>
              {disable ? "Disable" : "Enable"}
            </Button>
            <Button onClick={onDone}>Cancel</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
