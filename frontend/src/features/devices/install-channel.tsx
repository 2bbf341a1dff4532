"use client";
// Installing a channel of this device on a sensor of its home site, now or from a past time in the site's zone.
import { useState, type SubmitEvent } from "react";
import { useInstall, useInstallations } from "@/data/api/installations";
import { refusedWords } from "@/data/conflict-words";
import { useSensors } from "@/data/live/sensors";
import { useReading } from "@/data/preferences";
import { hasStatus } from "@/data/problem-words";
import { matcher } from "@/domain/matches";
import type { Channel, DeviceDetail, Sensor } from "@/domain/types";
import { DoubtQuestion, INSTALL_ANYWAY } from "@/parts/install/doubt";
import { SinceWhen, sinceOf, whenProblem } from "@/parts/install/since-when";
import { useDoubt } from "@/parts/install/use-doubt";
import { serverNow } from "@/time/server-clock";
import { toField } from "@/time/wall-field";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Actions, Field } from "@/ui/field";
import classes from "@/ui/form.module.css";
import { Note } from "@/ui/note";
import { Picker } from "@/ui/picker";

const MOST = 50;

const suppliedBy = ({ device, channel }: Sensor): string | null =>
  device ? `now supplied by ${device.name}/${channel ?? ""}` : null;

export function InstallChannel({
  device,
  channel: installed,
  onDone,
}: {
  device: DeviceDetail;
  channel: Channel;
  onDone: () => void;
}) {
  const channel = installed.name;
  const doubt = useDoubt(installed);
  const { zone: common, zoneOf } = useReading();
  const sensors = (useSensors().data ?? []).filter(({ site }) => site === device.site);
  const homeZone = sensors[0] ? zoneOf(sensors[0].time_zone) : common;
  const [id, setId] = useState<string | null>(null);
  const [text, setText] = useState("");
  const sensor = sensors.find((sensor) => sensor.id === id);
  const zone = sensor ? zoneOf(sensor.time_zone) : homeZone;
  const [when, setWhen] = useState(() => ({
    past: false,
    text: toField(serverNow(), homeZone),
  }));
  const install = useInstall(id ?? "");
  const matches = matcher(text);
  const choices = sensors
    .filter(({ name, place }) => matches(name, place))
    .sort((a, b) => Number(a.device !== null) - Number(b.device !== null))
    .slice(0, MOST)
    .map((sensor) => ({
      value: sensor.id,
      label: sensor.name,
      about: [sensor.place, suppliedBy(sensor)].filter(Boolean).join(" · "),
      group: sensor.device ? "Supplied by another device" : "Without a device",
    }));
  const wrong = whenProblem(when, zone);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!sensor || wrong !== null || !doubt.confirmed()) return;
    const from = sinceOf(when, zone) ?? Math.floor(serverNow());
    const body = { device: device.name, channel, from, replace: sensor.device !== null };
    install.mutate(body, { onSuccess: onDone });
  };
  return (
    <Card title={`Install ${channel} on a sensor`} onClose={onDone} testId="install-channel">
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        <Field label="Sensor">
          <Picker
            label="Sensor"
            choices={choices}
            value={id}
            text={text}
            placeholder="Type a name or a place"
            empty={sensors.length === 0 ? "The home site has no sensor yet." : "No sensor matches."}
            onText={setText}
            onChoose={(value) => {
              setId(value);
              install.reset();
            }}
          />
        </Field>
        <SinceWhen when={when} zone={zone} onChange={setWhen} />
        {sensor?.device && id !== null && <Ends id={id} />}
        {install.isError && (
          <Note
            tone="bad"
            title={
              hasStatus(install.error, 409) ? "Conflict with another installation" : "Not installed"
            }
          >
            {refusedWords(install.error, zone)}
          </Note>
        )}
        {doubt.asking && installed.name_says && (
          <DoubtQuestion channel={channel} says={installed.name_says} />
        )}
        <Actions>
          <Button
            kind="primary"
            type="submit"
            disabled={!sensor || wrong !== null || install.isPending}
          >
            {doubt.asking ? INSTALL_ANYWAY : sensor?.device ? "Replace" : "Install"}
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Actions>
      </form>
    </Card>
  );
}

function Ends({ id }: { id: string }) {
  const current = useInstallations(id).data?.find(({ to }) => to === null);
  if (!current) return null;
  return (
    <Note title="This will end">
      {current.device}/{current.channel} no longer supplies it from then on.
    </Note>
  );
}
