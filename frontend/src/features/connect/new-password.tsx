"use client";
// The password is no longer shown: making a new one.
import { useState } from "react";
import { useNewPassword } from "@/data/api/device-account";
import { problemWords } from "@/data/problem-words";
import type { DeviceDetail } from "@/domain/types";
import { Button } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import classes from "./new-password.module.css";

export function NewPassword({
  device,
  onDone,
}: {
  device: DeviceDetail;
  onDone: (password: string | null) => void;
}) {
  const renew = useNewPassword(device.name);
  const [asked, setAsked] = useState(false);
  const inUse = device.heard !== null || device.connection === "online";
  const send = () =>
    renew.mutate(device.etag, {
      onSuccess: ({ password }) => {
        renew.reset();
        onDone(password);
      },
    });
  return (
    <div className={classes.note}>
      <Note
        title="The password is no longer shown"
        actions={
          <Actions>
            {asked ? (
              <>
                <Button size="sm" kind="primary" disabled={renew.isPending} onClick={send}>
                  Replace its password
                </Button>
                <Button size="sm" onClick={() => setAsked(false)}>
                  Cancel
                </Button>
              </>
            ) : (
              <Button
                size="sm"
                disabled={renew.isPending}
                onClick={() => (inUse ? setAsked(true) : send())}
              >
                Make a new password
              </Button>
            )}
          </Actions>
        }
      >
        {asked
          ? "The device is in use. With a new password it is cut off until it is set in the device as well."
          : "It was shown once, and Isotherm keeps only its hash. A new one replaces it."}
      </Note>
      {renew.isError && (
        <Note tone="bad" title="No new password">
          {problemWords(renew.error)}
        </Note>
      )}
    </div>
  );
}
