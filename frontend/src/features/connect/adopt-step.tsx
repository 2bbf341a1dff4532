"use client";
// The last step: installing the device's channels on sensors.
import { useState } from "react";
import { useDeviceProposals } from "@/data/api/registration";
import { useSensors } from "@/data/live/sensors";
import { mayBeTemperature } from "@/domain/evidence";
import type { DeviceDetail } from "@/domain/types";
import { InstallForm } from "@/parts/install/install-form";
import type { Done } from "@/parts/install/use-install-form";
import { keyOf } from "@/parts/install/words";
import { Button, ButtonLink } from "@/ui/button";
import { Actions } from "@/ui/field";
import { Note } from "@/ui/note";
import { Segmented } from "@/ui/segmented";
import { SkeletonRows } from "@/ui/skeleton";
import classes from "./adopt-step.module.css";
import { Others } from "./others";
import { suppliesOf } from "./words";

/** The range of the graph: a first reading is in its middle part, not a dot at the edge of a day. */
const FRESH = "1h";

export function AdoptStep({ device, onBack }: { device: DeviceDetail; onBack: () => void }) {
  const { data: proposals } = useDeviceProposals(device.name, device.site, true);
  const [done, setDone] = useState<Done[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const left = (proposals ?? []).filter(
    ({ channel }) => !done.some((installed) => installed.channel === channel),
  );
  const waiting = left.filter(mayBeTemperature);
  const others = left.filter((candidate) => !mayBeTemperature(candidate));
  const proposal = left.find((candidate) => keyOf(candidate) === chosen) ?? waiting[0];
  const names = new Map(useSensors().data?.map(({ id, name }) => [id, name]));
  const supplied = suppliesOf(device, done, names);
  const proposed = device.channels.some(({ state }) => state === "proposed");
  return (
    <div className={classes.step} data-testid="adopt-step">
      {supplied.length > 0 && (
        <div className={classes.done}>
          {supplied.map(({ channel, sensor, name }, index) => (
            <Note
              key={channel}
              tone="good"
              title={`${channel} now supplies ${name}`}
              actions={
                <Actions>
                  <ButtonLink
                    size="sm"
                    kind={index === 0 && waiting.length === 0 ? "primary" : "plain"}
                    href={`/sensors/${sensor}?range=${FRESH}`}
                  >
                    Open the sensor
                  </ButtonLink>
                </Actions>
              }
            >
              Everything it has sent so far is on its graph.
            </Note>
          ))}
        </div>
      )}
      {others.length > 0 && <Others of={others} onChoose={setChosen} />}
      {waiting.length > 1 && (
        <Segmented
          label="Channel"
          choices={waiting.map((candidate) => ({
            key: keyOf(candidate),
            label: candidate.channel,
          }))}
          value={proposal ? keyOf(proposal) : null}
          onChange={setChosen}
        />
      )}
      {proposal && (
        <section className={classes.form} aria-label={`Install ${proposal.channel}`}>
          <h2>Install {proposal.channel} on a sensor</h2>
          <p className={classes.lead}>
            A sensor is the measuring point that people look at. It keeps its history and limits
            when its device is replaced.
          </p>
          <InstallForm
            key={keyOf(proposal)}
            proposal={proposal}
            name={sensorName(device, proposal.channel)}
            onDone={(installed) => setDone((before) => [...before, installed])}
          />
        </section>
      )}
      {!proposal && proposed && others.length === 0 && done.length === 0 && (
        <SkeletonRows rows={4} />
      )}
      <Actions>
        <Button kind="bare" onClick={onBack}>
          Back to the code
        </Button>
        {supplied.length > 0 && (
          <ButtonLink
            href={`/devices/connect${device.site === null ? "" : `?site=${device.site}`}`}
          >
            Connect another device
          </ButtonLink>
        )}
      </Actions>
    </div>
  );
}

/** The device's label; with its channel if several of the device's may be temperatures. */
export function sensorName(
  device: Pick<DeviceDetail, "name" | "label" | "channels">,
  channel: string,
): string {
  const label = device.label ?? device.name;
  return device.channels.filter(mayBeTemperature).length > 1 ? `${label}, ${channel}` : label;
}
