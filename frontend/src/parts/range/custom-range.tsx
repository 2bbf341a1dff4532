"use client";
// A custom range, by name, by day or typed, in the graph's zone: in a panel, or on a small screen on all of it.
// The calendar is loaded when opened.
import { Modal, Popover } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Icon } from "@/ui/icon";
import { segmentClass } from "@/ui/segmented";
import { Skeleton } from "@/ui/skeleton";
import { useKeys } from "@/ui/use-keys";
import type { RangeControl } from "./use-range";
import classes from "./custom-range.module.css";

/** Windows without room for a panel beside the graph: a phone, or a page at 200 %. */
const SMALL = "(max-width: 720px), (max-height: 600px)";

const RangeForm = dynamic(() => import("./range-form").then((module) => module.RangeForm), {
  ssr: false,
  loading: () => (
    <div className={classes.form}>
      <Skeleton width="100%" height={280} />
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
  const small = useMediaQuery(SMALL, false, { getInitialValueInEffect: false });
  useKeys({ r: () => setOpened(true) });
  const form = opened && (
    <RangeForm range={range} view={view} zone={zone} onDone={() => setOpened(false)} />
  );
  const button = (
    <button
      type="button"
      className={segmentClass}
      aria-label="Custom range"
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => setOpened((before) => !before)}
    >
      <Icon name="calendar" />
    </button>
  );
  if (small)
    return (
      <>
        {button}
        <Modal
          opened={opened}
          onClose={() => setOpened(false)}
          title="Custom range"
          fullScreen
          transitionProps={{ duration: 0 }}
          classNames={{ body: classes.sheet }}
        >
          {form}
        </Modal>
      </>
    );
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom"
      shadow="none"
      trapFocus
      returnFocus
      middlewares={{ flip: true, shift: { padding: 8 } }}
      classNames={{ dropdown: classes.dropdown }}
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown aria-label="Custom range">{form}</Popover.Dropdown>
    </Popover>
  );
}
