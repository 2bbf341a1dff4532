"use client";
// Unit and time zone of this view only, withSavedState in its address.
import { Popover } from "@mantine/core";
import { useState } from "react";
import { unitSign } from "@/domain/format";
import { useReading } from "@/data/preferences";
import { zoneWords } from "@/time/zone";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { Segmented } from "@/ui/segmented";
import type { ReadingControl } from "./use-reading-choice";
import classes from "./reading-menu.module.css";

const UNITS = [
  { key: "C", label: "°C" },
  { key: "F", label: "°F" },
] as const;

/** @param at the instant whose UTC offset is shown */
export function ReadingMenu({
  control,
  siteZone,
  at,
}: {
  control: ReadingControl;
  siteZone: string;
  at: number;
}) {
  const [opened, setOpened] = useState(false);
  const { unit, zoneOf, isSites, mine } = useReading();
  const zone = zoneOf(siteZone);
  const whose = isSites ? "site" : "mine";
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      shadow="none"
      trapFocus
      returnFocus
      classNames={{ dropdown: classes.dropdown }}
    >
      <Popover.Target>
        <Button
          aria-label={`Unit and time zone: ${unitSign(unit)}, ${whose === "site" ? "site time" : "my time"}`}
          aria-expanded={opened}
          onClick={() => setOpened((before) => !before)}
          className={classes.button}
        >
          {unitSign(unit)}, {whose === "site" ? "site time" : "my time"}
          <Icon name="down" size={14} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Unit and time zone">
        <div className={classes.row}>
          <span>Unit</span>
          <Segmented
            small
            label="Unit of this view"
            choices={UNITS}
            value={unit}
            onChange={control.setUnit}
          />
        </div>
        <div className={classes.row}>
          <span>Times</span>
          <Segmented
            small
            label="Times of this view"
            value={whose}
            onChange={control.setZone}
            choices={[
              { key: "site", label: "Site" },
              { key: "mine", label: "Mine" },
            ]}
          />
        </div>
        <p className={classes.note}>
          {zoneWords(at, zone)}
          {mine === siteZone && ". Your own zone is the same."}
        </p>
        <p className={classes.note}>
          For this view only; kept in its web address. Set your defaults in your profile.
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
