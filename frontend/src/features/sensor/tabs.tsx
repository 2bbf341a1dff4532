"use client";
// Graph or table: the same readings, drawn or told.
import type { Tab } from "./sensor-page";
import classes from "./tabs.module.css";

const TABS: { key: Tab; name: string }[] = [{ key: "graph", name: "Graph" }, { key: "table", name: "Table" }];

export function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  return (
    <div className={classes.tabs} role="tablist" aria-label="How to show the readings">
      {TABS.map(({ key, name }) => (
        <button key={key} type="button" role="tab" aria-selected={key === tab} aria-controls="panel" onClick={() => onTab(key)}>{name}</button>
      ))}
    </div>
  );
}
