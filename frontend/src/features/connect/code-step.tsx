"use client";
// The second and third step: the password, where to connect, and programs with these values.
import type { Broker, DeviceDetail } from "@/domain/types";
import { ONE_PROBE, topicOf, type Target } from "@/domain/snippets/target";
import { Banner } from "@/ui/banner";
import { Button } from "@/ui/button";
import { CopyField } from "@/ui/copy";
import classes from "./code-step.module.css";
import { NewPassword } from "./new-password";
import { Programs } from "./programs";
import type { Secret } from "./use-secret";

/** Where the device connects; with TLS if the broker has a listener for it. */
const targetOf = (device: DeviceDetail, broker: Broker, password: string | null): Target => ({
  device: device.name,
  label: device.label,
  password,
  host: broker.host,
  port: broker.tls_port ?? broker.port,
  tls: broker.tls_port !== null,
  ca: broker.ca,
  channel: ONE_PROBE,
});

export function CodeStep({
  device,
  broker,
  secret,
}: {
  device: DeviceDetail;
  broker: Broker;
  secret: Secret;
}) {
  const target = targetOf(device, broker, secret.password);
  const server = `${target.host}:${target.port}`;
  return (
    <div className={classes.step} data-testid="code-step">
      <PasswordNote device={device} broker={broker} secret={secret} />
      <div className={classes.facts}>
        <CopyField label="User name" text={device.name} />
        {secret.password !== null && (
          <CopyField label="Password" text={secret.password} onCopy={secret.onCopy} />
        )}
        <CopyField label={target.tls ? "Server, TLS" : "Server, no TLS"} text={server} />
        <CopyField label="Topic" text={topicOf(target)} />
      </div>
      <Programs target={target} onCopy={secret.onCopy} />
    </div>
  );
}

/** The password: shown once, no longer shown, or made by somebody else. */
function PasswordNote({
  device,
  broker,
  secret,
}: {
  device: DeviceDetail;
  broker: Broker;
  secret: Secret;
}) {
  if (device.removed !== null)
    return (
      <Banner tone="warn" title="This device was removed.">
        It cannot connect. Restore it on its page first.
      </Banner>
    );
  if (device.disabled !== null)
    return (
      <Banner tone="warn" title="This device is disabled.">
        It cannot connect until it is enabled on its page.
      </Banner>
    );
  if (broker.administration === "none")
    return (
      <Banner tone="warn" title="Isotherm makes no accounts at this broker.">
        Ask whoever runs it for an account named {device.name} with a password, and with the right
        to publish below sensors/{device.name}/. What it sends appears here at once.
      </Banner>
    );
  if (secret.password === null && device.role !== "manager")
    return (
      <Banner tone="warn" title="The password is no longer shown.">
        A manager of the device’s site can make a new one.
      </Banner>
    );
  if (secret.password === null) return <NewPassword device={device} onDone={secret.show} />;
  return (
    <Banner
      tone="warn"
      title="This password is shown once."
      actions={
        !secret.copied && (
          <Button size="sm" kind="bare" onClick={secret.onCopy}>
            I have it
          </Button>
        )
      }
    >
      Isotherm keeps only its hash. If you lose it, make a new one.
    </Banner>
  );
}
