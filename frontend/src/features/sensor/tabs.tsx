"use client";
// The tabs of the sensor page.
import { count } from "@/domain/format";
import type { Tab } from "./use-tab";
import classes from "./tabs.module.css";

const TABS: { key: Tab; name: string }[] = [
  { key: "graph", name: "Graph" },
  { key: "table", name: "Table" },
  { key: "limits", name: "Limits" },
  { key: "installations", name: "Installations" },
];

export function Tabs({
  tab,
  installations,
  onTab,
}: {
  tab: Tab;
  installations: number | null;
  onTab: (tab: Tab) => void;
}) {
  return (
    <div className={classes.tabs} role="tablist" aria-label="Sensor views">
      {TABS.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === tab}
          aria-controls="panel"
          onClick={() => onTab(key)}
        >
          {name}
          {key === "installations" && installations !== null && (
            <span className={classes.number}>{count(installations)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
