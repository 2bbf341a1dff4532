"use client";
// A new password, shown once, with how far it has come on its way to the broker.
import { useState } from "react";
import { useBroker } from "@/data/api/broker";
import type { DeviceDetail } from "@/domain/types";
import { clock } from "@/time/moment";
import { useNow } from "@/time/now";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy-field";
import { Actions } from "@/ui/field";
import { Icon } from "@/ui/icon";
import { useDeviceZone } from "./use-device-zone";
import { credentialWords } from "./credential-words";
import classes from "./password-shown.module.css";

export function PasswordShown({
  device,
  password,
  onDone,
}: {
  device: DeviceDetail;
  password: string;
  onDone: () => void;
}) {
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  return (
    <section className={classes.shown} aria-label="New password" data-testid="password">
      <h2>
        <Icon name="alert" />
        This password is shown once
      </h2>
      <p>Isotherm keeps only its hash. If you lose it, make a new one.</p>
      <div className={classes.pair}>
        <CopyField label="User name" value={device.name} />
        <CopyField label="Password" value={password} onCopied={() => setCopied(true)} />
      </div>
      <Progress device={device} />
      {asking && !copied ? (
        <div role="alert">
          <p>You have not copied the password. It cannot be shown again.</p>
          <Actions>
            <Button onClick={onDone}>Hide it anyway</Button>
            <Button onClick={() => setAsking(false)}>Back</Button>
          </Actions>
        </div>
      ) : (
        <Actions>
          <Button kind="primary" onClick={() => (copied ? onDone() : setAsking(true))}>
            Done
          </Button>
        </Actions>
      )}
    </section>
  );
}

/** The state of applying, which changes by itself. */
function Progress({ device }: { device: DeviceDetail }) {
  const now = useNow();
  const zone = useDeviceZone(device);
  const broker = useBroker().data;
  const { state, applied } = device.credential;
  const words = credentialWords(device, broker, now, zone);
  return (
    <p className={classes.progress} role="status" data-state={state}>
      <Icon
        name={state === "applied" ? "ok" : state === "waiting" ? "wait" : "alert"}
        className={state === "waiting" ? classes.turning : undefined}
      />
      <span>
        {state === "applied"
          ? `The broker has it${applied === null ? "" : ` since ${clock(applied, zone, true)}`}. Enter it on the device now.`
          : state === "waiting"
            ? `Waiting for the broker to take it. ${words.text ?? ""}`
            : `${words.word}: ${words.text ?? ""}`}
      </span>
    </p>
  );
}
