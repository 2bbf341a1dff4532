"use client";
// Search for sensors and sites: "/" opens it, arrow keys and Enter choose.
import { Modal } from "@mantine/core";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo, useState, type KeyboardEvent, type ReactNode } from "react";
import { compareLink, parseCompare, withLine } from "@/domain/compare-view";
import { useLiveAll } from "@/data/live/scopes";
import { useSensors } from "@/data/live/sensors";
import { useIsOld, useStateNow } from "@/data/live/state-now";
import { useReading } from "@/data/preferences";
import { unitSign } from "@/domain/format";
import { judgedDegrees } from "@/domain/verdict";
import { useKeys } from "@/ui/use-keys";
import { judge } from "@/domain/state";
import { Icon } from "@/ui/icon";
import { leave } from "@/ui/leave";
import { StateIcon } from "@/parts/state-mark";
import { MOST, find, type Match } from "./find";
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
  useLiveAll(true);
  const sites = useSiteStates();
  const nothing = sensors?.length === 0 && sites.length === 0;
  const matches = useMemo(() => find(text, sensors ?? [], sites), [text, sensors, sites]);
  const chosen = Math.min(at, matches.length - 1);
  const go = (match: Match | undefined) => {
    if (!match) return;
    onDone();
    leave(() => router.push(match.href));
  };
  const comparing = useComparing();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(matches.length - 1, chosen + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, chosen - 1));
    else if (event.key === "Enter" && event.shiftKey) go(comparing(matches[chosen]));
    else if (event.key === "Enter") go(matches[chosen]);
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
          aria-activedescendant={matches[chosen] ? `found-${chosen}` : undefined}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
        />
        <kbd>Esc</kbd>
      </label>
      <ul className={classes.list} id="found" role="listbox" aria-label="Found">
        {matches.map((match, i) => (
          <li
            key={match.href}
            id={`found-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerMove={() => setAt(i)}
            onClick={() => go(match)}
          >
            <MatchRow match={match} />
          </li>
        ))}
      </ul>
      {matches[chosen]?.sensor && (
        <p className={classes.keys}>
          <kbd>Enter</kbd> open <kbd>Shift</kbd> <kbd>Enter</kbd> compare
        </p>
      )}
      {matches.length === MOST && text.trim() !== "" && (
        <button
          type="button"
          className={classes.all}
          onClick={() => {
            onDone();
            leave(() => router.push(`/?${new URLSearchParams({ q: text.trim() }).toString()}`));
          }}
        >
          Show all in the overview
        </button>
      )}
      {matches.length === 0 && (
        <p className={classes.none}>
          {nothing
            ? "There is nothing to search yet. Sensors are found by their name, place, site and device."
            : `No match for “${text}”. Names, places and devices are searched.`}
        </p>
      )}
    </div>
  );
}

/** Return a function that links a match to the compare page, added to this page's comparison or a new match. */
function useComparing(): (match: Match | undefined) => Match | undefined {
  const { page } = usePlace();
  const search = useSearchParams().toString();
  return (match) => {
    if (!match?.sensor) return undefined;
    const here = page === "compare" ? window.location.href : `${window.location.origin}/compare`;
    const view = parseCompare(new URLSearchParams(page === "compare" ? search : ""));
    return {
      ...match,
      href: compareLink(here, withLine(view, match.sensor.id)).slice(window.location.origin.length),
    };
  };
}

function MatchRow({ match }: { match: Match }) {
  const now = useStateNow();
  const old = useIsOld();
  const { unit } = useReading();
  if (!match.sensor)
    return (
      <>
        <StateIcon state={match.state} />
        <span className={classes.name}>{match.name}</span>
        <span className={classes.where}>site</span>
      </>
    );
  const judged = judge(match.sensor, now);
  return (
    <>
      <StateIcon state={judged.state} />
      <span className={classes.name}>
        {match.name}
        <span className={classes.where}>{match.where}</span>
      </span>
      <span className={classes.value} data-old={judged.old || old || undefined}>
        {judgedDegrees(judged.value, match.sensor.limits, unit)} <small>{unitSign(unit)}</small>
      </span>
    </>
  );
}
