"use client";
// Search for sensors to compare: arrow keys move, Enter adds or removes.
import { Modal } from "@mantine/core";
import { useMemo, useState, type KeyboardEvent } from "react";
import { MOST_LINES } from "@/domain/compare-view";
import { distinctions, type Distinctions } from "@/domain/distinct-names";
import { unitSign } from "@/domain/format";
import { judgedDegrees } from "@/domain/verdict";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { bestFirst, matcher } from "@/domain/matches";
import { useReading } from "@/data/preferences";
import { judge, worstFirst } from "@/domain/state";
import type { Sensor } from "@/domain/types";
import { Icon } from "@/ui/icon";
import { StateIcon } from "@/parts/state-mark";
import type { CompareControl } from "./use-compare";
import classes from "./picker.module.css";

const MOST_SHOWN = 50;

export function Picker({
  opened,
  onClose,
  sensors,
  compare,
}: {
  opened: boolean;
  onClose: () => void;
  sensors: Sensor[];
  compare: CompareControl;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset={72}
      classNames={{ content: classes.content }}
      attributes={{ content: { "aria-label": "Add sensors" } }}
      transitionProps={{ duration: 120 }}
    >
      <Choice sensors={sensors} compare={compare} onClose={onClose} />
    </Modal>
  );
}

/** Site and place, and whatever else tells it from others of its name. */
function whereWords({ id, site_name: site, place }: Sensor, told: Distinctions): string {
  const more = told.get(id)?.split(" · ") ?? [];
  return [...new Set([site, place, ...more])].filter(Boolean).join(" · ");
}

function Choice({
  sensors,
  compare,
  onClose,
}: {
  sensors: Sensor[];
  compare: CompareControl;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const now = useStateNow();
  const old = useIsOld();
  const { unit } = useReading();
  const matches = matcher(text);
  const matching = worstFirst(
    sensors.map((sensor) => ({ sensor, judged: judge(sensor, now) })),
  ).filter(({ sensor: s }) =>
    matches(s.name, s.place, s.site_name, s.device?.name, s.device?.label),
  );
  const hits = bestFirst(matching, text, ({ sensor }) => sensor).slice(0, MOST_SHOWN);
  const here = Math.min(at, hits.length - 1);
  const told = useMemo(() => distinctions(sensors), [sensors]);
  const colours = new Map(compare.view.lines.map(({ id, colour }) => [id, colour]));
  const full = colours.size >= MOST_LINES;
  const press = (id: string | undefined) => {
    if (id === undefined) return;
    if (colours.has(id)) compare.remove(id);
    else if (!full) compare.add(id);
  };
  const go = (to: number) => {
    setAt(to);
    document.getElementById(`pick-${to}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") go(Math.min(hits.length - 1, here + 1));
    else if (event.key === "ArrowUp") go(Math.max(0, here - 1));
    else if (event.key === "Enter" && event.ctrlKey) onClose();
    else if (event.key === "Enter") press(hits[here]?.sensor.id);
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <label className={classes.field}>
        <Icon name="search" />
        <input
          data-autofocus
          value={text}
          placeholder="Search sensors to compare"
          aria-label="Search sensors to compare"
          role="combobox"
          aria-expanded
          aria-controls="picks"
          aria-activedescendant={hits[here] ? `pick-${here}` : undefined}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
        <button type="button" className={classes.done} onClick={onClose}>
          Done
        </button>
      </label>
      <ul
        className={classes.list}
        id="picks"
        role="listbox"
        aria-multiselectable="true"
        aria-label="Sensors"
      >
        {hits.map(({ sensor, judged }, i) => {
          const colour = colours.get(sensor.id);
          return (
            <li
              key={sensor.id}
              id={`pick-${i}`}
              role="option"
              aria-selected={colour !== undefined}
              aria-disabled={(full && colour === undefined) || undefined}
              data-here={i === here || undefined}
              data-pick={sensor.id}
              onPointerMove={() => setAt(i)}
              onClick={() => press(sensor.id)}
            >
              <span
                className={classes.tick}
                style={colour === undefined ? undefined : { background: `var(--iso-s${colour})` }}
              >
                {colour !== undefined && <Icon name="check" size={12} />}
              </span>
              <span className={classes.name}>
                {sensor.name}
                <span className={classes.where}>{whereWords(sensor, told)}</span>
              </span>
              <StateIcon state={judged.state} />
              <span className={classes.value} data-old={judged.old || old || undefined}>
                {judgedDegrees(judged.value, sensor.limits, unit)} <small>{unitSign(unit)}</small>
              </span>
            </li>
          );
        })}
      </ul>
      {hits.length === 0 && (
        <p className={classes.none}>
          No match for “{text}”. Names, places and devices are searched.
        </p>
      )}
      <p className={classes.foot} role="status">
        {full
          ? "Eight sensors are chosen, the most that can be told apart. Remove one to add another."
          : `${colours.size} of ${MOST_LINES} chosen. Enter adds or removes a sensor, Esc closes.`}
      </p>
    </div>
  );
}
