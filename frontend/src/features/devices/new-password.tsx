"use client";
// Making a new password: what it does first, then the request. The password goes to the page, which shows it once.
import { useNewPassword } from "@/data/api/device-account";
import { hasStatus, problemWords } from "@/data/problem-words";
import type { DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Raced } from "@/ui/raced";

export function NewPassword({
  device,
  onPassword,
  onDone,
}: {
  device: DeviceDetail;
  onPassword: (password: string) => void;
  onDone: () => void;
}) {
  const make = useNewPassword(device.name);
  const isFirst = device.credential.version === 0;
  const send = () =>
    make.mutate(device.etag, {
      onSuccess: ({ password }) => {
        if (password !== null) onPassword(password);
        onDone();
      },
    });
  return (
    <Card
      title={isFirst ? "Make a password?" : "Make a new password?"}
      onClose={onDone}
      testId="new-password"
    >
      <p>
        {isFirst
          ? `${device.name} gets an account of its own at the broker. Until the password is entered on the device, it cannot log in with it.`
          : `${device.name} is cut off as soon as the broker has the new password, until you have entered it on the device. No other device is disconnected.`}
      </p>
      <p>The password is shown once. Isotherm keeps only a hash of it.</p>
      {device.disabled !== null && (
        <p>The device stays disabled: it can log in only once it is enabled again.</p>
      )}
      {hasStatus(make.error, 412) ? (
        <Raced what="This device" busy={make.isPending} onKeep={onDone} onSet={send}>
          <p>Someone else changed it. Its current details are shown.</p>
        </Raced>
      ) : (
        <>
          {make.isError && (
            <Note tone="bad" title="No password was made">
              {problemWords(make.error)}
            </Note>
          )}
          <Actions>
            <Button kind="primary" disabled={make.isPending} onClick={send}>
              {isFirst ? "Make a password" : "Make a new password"}
            </Button>
            <Button onClick={onDone}>Cancel</Button>
          </Actions>
        </>
      )}
    </Card>
  );
}
