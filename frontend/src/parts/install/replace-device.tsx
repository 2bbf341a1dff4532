"use client";
// Installing another channel on the sensor, now or from a past time; the history continues.
import type { SubmitEvent } from "react";
import { refusedWords } from "@/data/conflict-words";
import { hasStatus, problemWords } from "@/data/problem-words";
import { serverNow } from "@/time/server-clock";
import { mayBeTemperature } from "@/domain/evidence";
import type { Channel, DeviceDetail, Installation, Sensor } from "@/domain/types";
import { zoneWords } from "@/time/zone";
import { LabelledMoment } from "@/parts/moment-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Field, SelectField } from "@/ui/field";
import { Note } from "@/ui/note";
import { Picker } from "@/ui/picker";
import { Segmented } from "@/ui/segmented";
import { sensorWords } from "./device-choices";
import { DoubtQuestion, INSTALL_ANYWAY } from "./doubt";
import { spanWords } from "./installation-words";
import classes from "@/ui/form.module.css";
import { isInstalled, useReplacement } from "./use-replacement";

const WHEN = [
  { key: "now", label: "Now" },
  { key: "past", label: "At a past time" },
] as const;

/** ", proposed", ", serves Freezer 2 at Northgate": what a channel does now. */
function channelWords(channel: Channel, { sensors }: DeviceDetail): string {
  if (!mayBeTemperature(channel) && !isInstalled(channel)) return ", probably not a temperature";
  if (channel.state === "proposed") return ", proposed";
  if (!isInstalled(channel)) return ", free";
  const served = sensors.find((sensor) => sensor.channel === channel.name);
  return served ? `, serves ${sensorWords(served)}` : ", serves a sensor";
}

export function ReplaceDevice({
  sensor,
  installations,
  zone,
  onDone,
}: {
  sensor: Sensor;
  installations: Installation[];
  zone: string;
  onDone: () => void;
}) {
  const {
    devicesError,
    choices,
    search,
    setSearch,
    device,
    chooseDevice,
    detail,
    channels,
    channel,
    chooseChannel,
    when,
    setWhen,
    text,
    setText,
    at,
    wrong,
    ending,
    taken,
    asking,
    doubt,
    submit,
    same,
    install,
    send,
  } = useReplacement(sensor, installations, zone, onDone);
  const names = taken.map(({ name }) => name).join(" and ");
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (wrong === null && !same) submit();
  };
  return (
    <Card
      title={
        installations.some((installation) => installation.to === null)
          ? "Replace device"
          : "Install a device"
      }
      onClose={onDone}
      testId="replace-device"
    >
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <Field label="Device" wrong={devicesError && problemWords(devicesError)}>
          <Picker
            label="Device"
            choices={choices}
            value={device}
            text={search}
            placeholder="Type a name"
            empty="No device matches."
            onText={setSearch}
            onChoose={chooseDevice}
          />
        </Field>
        {detail && (
          <SelectField
            label="Channel"
            name="channel"
            value={channel?.name ?? ""}
            onChange={(event) => chooseChannel(event.target.value)}
          >
            {channels.map((channel) => (
              <option key={channel.name} value={channel.name}>
                {channel.name}
                {channelWords(channel, detail)}
              </option>
            ))}
          </SelectField>
        )}
        <div className={classes.when}>
          <Segmented wide label="From when" choices={WHEN} value={when} onChange={setWhen} />
          {when === "past" && (
            <LabelledMoment
              label="From"
              zone={zone}
              name="from"
              value={text}
              wrong={wrong}
              hint={zoneWords(at ?? serverNow(), zone)}
              onChange={setText}
            />
          )}
        </div>
        {same && (
          <Note>
            {same.device}/{same.channel} already supplies this sensor.
          </Note>
        )}
        {!same && channel && ending.length > 0 && (
          <Note title="This will end">
            {ending
              .map(
                (ended) =>
                  `${ended.device}/${ended.channel}${ended.sensor === sensor.id ? "" : ` on ${taken.find(({ id }) => id === ended.sensor)?.name ?? ended.sensor}`}, ${spanWords(ended, zone)}.`,
              )
              .join(" ")}
          </Note>
        )}
        {doubt.asking && !asking && channel?.name_says && (
          <DoubtQuestion channel={channel.name} says={channel.name_says} />
        )}
        {asking && (
          <div data-testid="take-away" role="alert">
            <Note title={`Take it away from ${names}?`}>
              {device}/{channel?.name} supplies {names} now. {names} will have no device from then
              on.
            </Note>
          </div>
        )}
        <p className={classes.small}>
          From that time on, the new channel’s readings belong to this sensor, including those
          already received. Stored readings are not changed.
        </p>
        {install.isError && (
          <Note
            tone="bad"
            title={
              hasStatus(install.error, 409) ? "Conflict with another installation" : "Not installed"
            }
            actions={
              hasStatus(install.error, 409) &&
              ending.length === 0 && (
                <Actions>
                  <Button size="sm" disabled={install.isPending} onClick={() => send(true)}>
                    Replace it
                  </Button>
                </Actions>
              )
            }
          >
            {refusedWords(install.error, zone)}
          </Note>
        )}
        <Actions>
          <Button
            kind="primary"
            type="submit"
            disabled={!channel || same !== undefined || wrong !== null || install.isPending}
          >
            {asking
              ? "Take it away and replace"
              : doubt.asking
                ? INSTALL_ANYWAY
                : ending.length > 0
                  ? "Replace"
                  : "Install"}
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Actions>
      </form>
    </Card>
  );
}
