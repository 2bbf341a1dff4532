"use client";
// Tabs above a panel. Arrow keys, Home and End move between them, as screen readers announce.
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import classes from "./tabs.module.css";

export interface TabChoice<K extends string> {
  key: K;
  name: string;
  /** A count after the name. */
  number?: string | null;
}

export function Tabs<K extends string>({
  label,
  tabs,
  tab,
  onTab,
}: {
  label: string;
  tabs: readonly TabChoice<K>[];
  tab: K;
  onTab: (tab: K) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ key }) => key === tab);
    const to = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (!next || to === undefined) return;
    event.preventDefault();
    onTab(next.key);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[to]?.focus();
  };
  return (
    <div
      ref={list}
      className={classes.tabs}
      role="tablist"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {tabs.map(({ key, name, number }) => (
        <button
          key={key}
          type="button"
          role="tab"
          tabIndex={key === tab ? 0 : -1}
          aria-selected={key === tab}
          aria-controls="panel"
          onClick={() => onTab(key)}
        >
          {name}
          {number != null && <span className={classes.number}>{number}</span>}
        </button>
      ))}
    </div>
  );
}

/** The panel of the selected tab. */
export const TabPanel = ({ name, children }: { name: string; children: ReactNode }) => (
  <div role="tabpanel" id="panel" aria-label={name}>
    {children}
  </div>
);
