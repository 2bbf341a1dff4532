"use client";
// A custom range, picked by day or typed, in the graph's zone. The calendar is loaded when opened.
import { Popover } from "@mantine/core";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/ui/icon";
import { segmentClass } from "@/ui/segmented";
import { Skeleton } from "@/ui/skeleton";
import type { RangeControl } from "./use-range";
import classes from "./custom-range.module.css";

const RangeForm = dynamic(() => import("./range-form").then((module) => module.RangeForm), {
  ssr: false,
  loading: () => (
    <div className={classes.form}>
      <Skeleton width="100%" height={330} />
    </div>
  ),
});

export function CustomRange({
  range,
  view,
  zone,
}: {
  range: RangeControl;
  view: { from: number; to: number };
  zone: string;
}) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom"
      shadow="none"
      trapFocus
      returnFocus
      classNames={{ dropdown: classes.dropdown }}
    >
      <Popover.Target>
        <button
          type="button"
          className={segmentClass}
          aria-label="Custom range"
          aria-expanded={opened}
          onClick={() => setOpened((before) => !before)}
        >
          <Icon name="calendar" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Custom range">
        {opened && (
          <RangeForm range={range} view={view} zone={zone} onDone={() => setOpened(false)} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
