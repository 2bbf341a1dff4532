// A device's state as icon and word; colour is only an additional cue.
import { useAsOfWords } from "@/data/live/as-of";
import type { DeviceState, DeviceTone } from "@/domain/device-state";
import { Icon, type IconName } from "@/ui/icon";
import classes from "./state-mark.module.css";

const ICONS: Record<DeviceState, IconName> = {
  removed: "x",
  disabled: "lock",
  offline: "silent",
  asleep: "ok",
  online: "ok",
  heard: "ok",
  silent: "silent",
  never: "never",
};

export function DeviceMark({
  judged: { state, word, tone },
  pill = false,
}: {
  judged: { state: DeviceState; word: string; tone: DeviceTone };
  pill?: boolean;
}) {
  const asOf = useAsOfWords();
  return (
    <span
      className={classes.state}
      data-colour={tone}
      data-pill={pill || undefined}
      data-state={state}
      data-current
      title={asOf ?? undefined}
      data-testid={pill ? "device-state" : undefined}
    >
      <Icon name={ICONS[state]} />
      <span>
        {word}
        {pill && asOf && `, ${asOf}`}
      </span>
    </span>
  );
}
