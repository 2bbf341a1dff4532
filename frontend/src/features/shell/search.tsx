"use client";
// Search over the sensors and sites one may see: opens with "/", chosen with the arrows and Enter.
import { Modal } from "@mantine/core";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { compareLink, parseCompare, withLine } from "@/domain/compare-view";
import { useSensors } from "@/data/live/sensors";
import { useStateNow } from "@/data/live/state-now";
import { useReading } from "@/data/preferences";
import { degrees, unitSign } from "@/domain/format";
import { useKeys } from "@/ui/use-keys";
import { known } from "@/domain/state";
import { Icon } from "@/ui/icon";
import { StateIcon } from "@/parts/state-mark";
import { MOST, find, type Found } from "./find";
import { usePlace } from "./use-place";
import { useSiteStates } from "./use-site-states";
import classes from "./search.module.css";

export function useSearch(): { open: () => void; dialog: ReactNode } {
  const [opened, setOpened] = useState(false);
  useKeys({ "/": () => setOpened(true) });
  const dialog = (
    <Modal
      opened={opened}
      onClose={() => setOpened(false)}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset={72}
      classNames={{ content: classes.content }}
      attributes={{ content: { "aria-label": "Search" } }}
      transitionProps={{ duration: 120 }}
    >
      <Search onDone={() => setOpened(false)} />
    </Modal>
  );
  return { open: () => setOpened(true), dialog };
}

function Search({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const sensors = useSensors().data;
  const sites = useSiteStates();
  const found = useMemo(() => find(text, sensors ?? [], sites), [text, sensors, sites]);
  const chosen = Math.min(at, found.length - 1);
  const go = (one: Found | undefined) => {
    if (!one) return;
    router.push(one.href);
    onDone();
  };
  const comparing = useComparing();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter" && event.shiftKey) go(comparing(found[chosen]));
    else if (event.key === "Enter") go(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.search}>
      <label className={classes.field}>
        <Icon name="search" />
        <input
          data-autofocus
          value={text}
          placeholder="Search sensors and sites"
          aria-label="Search sensors and sites"
          role="combobox"
          aria-expanded
          aria-controls="found"
          aria-activedescendant={found[chosen] ? `found-${chosen}` : undefined}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
        <kbd>Esc</kbd>
      </label>
      <ul className={classes.list} id="found" role="listbox" aria-label="Found">
        {found.map((match, i) => (
          <li
            key={match.href}
            id={`found-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerMove={() => setAt(i)}
            onClick={() => go(match)}
          >
            <FoundRow one={match} />
          </li>
        ))}
      </ul>
      {found[chosen]?.sensor && (
        <p className={classes.keys}>
          <kbd>Enter</kbd> open <kbd>Shift</kbd> <kbd>Enter</kbd> compare
        </p>
      )}
      {found.length === MOST && text.trim() !== "" && (
        <button
          type="button"
          className={classes.all}
          onClick={() => {
            router.push(`/?${new URLSearchParams({ q: text.trim() }).toString()}`);
            onDone();
          }}
        >
          Show all in the overview
        </button>
      )}
      {found.length === 0 && (
        <p className={classes.none}>
          No match for “{text}”. Names, places and devices are searched.
        </p>
      )}
    </div>
  );
}

/** What was found, among the sensors that are compared: those of this page, or the first of a new comparison. */
function useComparing(): (one: Found | undefined) => Found | undefined {
  const { page } = usePlace();
  const search = useSearchParams().toString();
  return (one) => {
    if (!one?.sensor) return undefined;
    const here = page === "compare" ? window.location.href : `${window.location.origin}/compare`;
    const view = parseCompare(new URLSearchParams(page === "compare" ? search : ""));
    return {
      ...one,
      href: compareLink(here, withLine(view, one.sensor.id)).slice(window.location.origin.length),
    };
  };
}

function FoundRow({ one }: { one: Found }) {
  const now = useStateNow();
  const { unit } = useReading();
  if (!one.sensor)
    return (
      <>
        <StateIcon state={one.state} />
        <span className={classes.name}>{one.name}</span>
        <span className={classes.where}>site</span>
      </>
    );
  const is = known(one.sensor, now);
  return (
    <>
      <StateIcon state={is.state} />
      <span className={classes.name}>
        {one.name}
        <span className={classes.where}>{one.where}</span>
      </span>
      <span className={classes.value} data-old={is.old || undefined}>
        {degrees(is.value, unit)} <small>{unitSign(unit)}</small>
      </span>
    </>
  );
}
