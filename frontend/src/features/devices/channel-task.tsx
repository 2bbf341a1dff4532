"use client";
// The card for what somebody does with a channel: replace the device behind its sensor, change times, install it.
import { useInstallations } from "@/data/api/installations";
import { useSensors } from "@/data/live/sensors";
import { useReading } from "@/data/preferences";
import { problemWords } from "@/data/problem-words";
import type { DeviceDetail, Sensor } from "@/domain/types";
import { EditInstallation } from "@/parts/install/edit-installation";
import { ReplaceDevice } from "@/parts/install/replace-device";
import { Card } from "@/ui/card";
import { Note } from "@/ui/note";
import { SkeletonRows } from "@/ui/skeleton";
import { ChannelSettings } from "./channel-settings";
import type { ChannelTask } from "./channel-sensor";
import { InstallChannel } from "./install-channel";

export function ChannelTaskCard({
  task,
  device,
  onDone,
}: {
  task: ChannelTask;
  device: DeviceDetail;
  onDone: () => void;
}) {
  if ("channel" in task) {
    const channel = device.channels.find(({ name }) => name === task.channel);
    if (!channel) return null;
    const props = { device, channel, onDone };
    return task.what === "install" ? (
      <InstallChannel key={channel.name} {...props} />
    ) : (
      <ChannelSettings key={channel.name} {...props} />
    );
  }
  const id = task.what === "replace" ? task.sensor : task.installation.sensor;
  return <OfSensor key={id} id={id} task={task} onDone={onDone} />;
}

function OfSensor({
  id,
  task,
  onDone,
}: {
  id: string;
  task: Extract<ChannelTask, { what: "replace" | "edit" }>;
  onDone: () => void;
}) {
  const { zoneOf } = useReading();
  const sensors = useSensors();
  const installations = useInstallations(id);
  const sensor = sensors.data?.find((sensor) => sensor.id === id);
  const error = installations.error ?? sensors.error;
  if (error)
    return (
      <Card title={id} onClose={onDone}>
        <Note tone="bad" title="The installations could not be loaded">
          {problemWords(error)}
        </Note>
      </Card>
    );
  if (!sensor || !installations.data)
    return (
      <Card title={id} onClose={onDone}>
        <SkeletonRows rows={2} />
      </Card>
    );
  const common = { sensor: sensor satisfies Sensor, zone: zoneOf(sensor.time_zone), onDone };
  if (task.what === "replace")
    return <ReplaceDevice installations={installations.data} {...common} />;
  const installation = installations.data.find((of) => of.id === task.installation.id);
  return <EditInstallation installation={installation ?? task.installation} {...common} />;
}
