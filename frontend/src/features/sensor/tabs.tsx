"use client";
// The tabs of the sensor page; operators also change its name and place.
import { count } from "@/domain/format";
import { Tabs, type TabChoice } from "@/ui/tabs";
import { TAB_NAMES, type Tab } from "./use-tab";

const EVERYBODY: readonly Tab[] = ["graph", "table", "limits", "corrections", "installations"];

export function SensorTabs({
  tab,
  installations,
  operator,
  onTab,
}: {
  tab: Tab;
  installations: number | null;
  operator: boolean;
  onTab: (tab: Tab) => void;
}) {
  const tabs: readonly Tab[] = operator ? [...EVERYBODY, "settings"] : EVERYBODY;
  return (
    <Tabs
      label="Sensor views"
      tab={tab}
      onTab={onTab}
      tabs={tabs.map((key): TabChoice<Tab> => ({
        key,
        name: TAB_NAMES[key],
        number: key === "installations" && installations !== null ? count(installations) : null,
      }))}
    />
  );
}
